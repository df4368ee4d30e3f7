import type { SeededRandom } from '@mlflow-artifacts/testing/fault-server'

const LETTERS = [
  'a',
  'b',
  'Z',
  '0',
  '9',
  'data',
  'model',
  'é',
  'e\u0301',
  '中',
  'я',
  'ß',
  '\u00a0',
  '\u200d',
] as const
const ASTRAL = ['🎉', '𝒳', '👩‍🔬', '𠀀'] as const
const MARKS = [
  ...[
    ' ',
    '.',
    ';',
    "'",
    '"',
    '\\',
    '-',
    '_',
    '+',
    '&',
    '=',
    ':',
    '@',
    '~',
    ',',
    '!',
    '$',
    '*',
    '|',
    '^',
    '`',
  ],
  ...['<', '>', '(', ')', '[', ']', '{', '}'],
] as const
/** What URIs read as something else. */
const URI_MARKS = ['%', '#', '?', '%20', '%2F', '%23', '%41', '%zz', '%2e%2e'] as const
const SUFFIXES = ['', '', '', '.txt', '.json', '.png', '.tar.gz', '.gz', '.JSON', '.'] as const
const LONGEST_BYTES = 255

/** What a name may hold. */
export interface NameRules {
  /** Whether `%`, `#` and `?` may be in it, which URIs read as something else. */
  readonly uriMarks: boolean
  /** Characters that the store does not take. Default: none. */
  readonly refused?: string | undefined
  /** Bytes of the longest name. Default: 255. */
  readonly longest?: number
}

/** A name of a file or a directory that some code on the way will read as something else. */
export function generateName(random: SeededRandom, rules: NameRules): string {
  const { uriMarks, refused = '', longest = LONGEST_BYTES } = rules
  const pieces: string[] = []
  // Most awkward names of users have one awkward character.
  const count = random.pick([1, 1, 2, 2, 3, 5, 8])
  for (let index = 0; index < count; index += 1) {
    const kind = random.next()
    if (kind < 0.45) pieces.push(random.pick(LETTERS))
    else if (kind < 0.75) pieces.push(random.pick(MARKS))
    else if (kind < 0.85) pieces.push(random.pick(ASTRAL))
    else pieces.push(uriMarks ? random.pick(URI_MARKS) : 'x')
  }
  const suffix = random.pick(SUFFIXES)
  if (random.next() < 0.03) pieces.push(random.pick(['n', '中', '🎉']).repeat(random.integer(60, longest)))
  const name = cutToBytes(
    [...(pieces.join('') + suffix)].filter((character) => !refused.includes(character)),
    longest,
  )
  return /^\.{0,2}$/.test(name) ? `${name}a` : name
}

function cutToBytes(characters: readonly string[], most: number): string {
  let bytes = 0
  let cut = ''
  for (const character of characters) {
    bytes += Buffer.byteLength(character)
    if (bytes > most) return cut
    cut += character
  }
  return cut
}
