import type { Tree } from './tree.ts'

const text = (content: string): Uint8Array => Buffer.from(content)

/** Names that show the differences that we know: asked of every store, whatever the seed. */
export const CORPUS: Tree = new Map([
  ['plain.txt', text('first\r\nsecond\rthird')],
  ['part #2.txt', text('number sign')],
  ['100% of it.txt', text('percent')],
  ['%41.json', text('{"a": NaN}')],
  ['question?.txt', text('in the middle')],
  ['ends?', text('at the end')],
  ['ends;', text('parameters')],
  [' leading.txt', text('space')],
  ['empty', new Uint8Array()],
  ['invalid.txt', Uint8Array.from([0x61, 0xff])],
  ["it's/model's.json", text('{"big": 123456789012345678901234567890}')],
  ['hollow', undefined],
  ['nested/é 中 🎉/deep.txt', text('é中')],
  ['nested/MLmodel', text('flavors: {}\n')],
  ['nestedx', text('a name that begins like a sibling')],
])
