import { gzipSync } from 'node:zlib'
import type { Tree } from './tree.ts'

const text = (content: string): Uint8Array => Buffer.from(content)

/** Names that show the differences that we know: asked of every store, whatever the seed. */
const NAMES: Tree = new Map([
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
  ['packed.gz', gzipSync('packed')],
  ["it's.json", text('{"big": 123456789012345678901234567890}')],
  ['hollow', undefined],
  ['nested/é 中 🎉/deep.txt', text('é中')],
  ['nested/MLmodel', text('flavors: {}\n')],
  ['nested/empty.txt', new Uint8Array()],
  [`${'🎉'.repeat(62)}.txt`, text('as long as names may be')],
  ['nestedx', text('a name that begins like a sibling')],
])

/** The trees that every store is asked of, by their directories. The first is a model, too. */
export const CORPUS: ReadonlyMap<string, Tree> = new Map([
  ['corpus', NAMES],
  ["it's", new Map([['x.txt', text('below a quote')]])],
  [
    'own',
    new Map([
      ['0/0', text('zero')],
      ['a/a/a', text('three times')],
      ['b/b/other', text('deeper')],
      ['own', text('of the tree')],
    ]),
  ],
  ['unsafe', new Map([['%2F.json', text('{}')]])],
])
