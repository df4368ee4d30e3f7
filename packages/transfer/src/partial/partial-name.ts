/** What a partial file is called: hidden, and never longer than the file system allows a name to be. */
export function partialName(name: string, distinction: string): string {
  return `.${[...name].slice(0, 48).join('')}.${distinction}.part`
}
