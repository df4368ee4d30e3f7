// The types of `sharp`, an optional peer dependency: its own where it is installed, `any` where it is not. TypeScript
// keeps a directive in the declarations only if it is a documentation comment.

// biome-ignore lint/suspicious/noTsIgnore: there is no error to expect where sharp is installed
/** @ts-ignore: the module `sharp` */
export type SharpFactory = typeof import('sharp')['default']
// biome-ignore lint/suspicious/noTsIgnore: there is no error to expect where sharp is installed
/** @ts-ignore: an image of the module `sharp` */
export type SharpImage = import('sharp').Sharp
