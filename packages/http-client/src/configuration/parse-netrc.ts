/** What a netrc file says of a host; texts that it leaves out are empty. */
export interface NetrcEntry {
  readonly login: string
  readonly account: string
  readonly password: string
}

// One word, bare or in quotes, with `\` before a character that is taken as it is.
const WORD = /[\n\t\r ]*(?:"((?:\\[\s\S]|[^"\\])*)"?|((?:\\[\s\S]|[^\n\t\r \\])+))/y
const FIELDS = { login: 'login', user: 'login', account: 'account', password: 'password' } as const

/**
 * The entry of a netrc file for a host, or else its `default`; `undefined` where there is neither, or the file is
 * malformed. Its grammar is that of Python's `netrc`.
 */
export function parseNetrc(text: string, host: string): NetrcEntry | undefined {
  const entries = new Map<string, { login: string; account: string; password: string }>()
  const pattern = new RegExp(WORD)
  let entry: { login: string; account: string; password: string } | undefined

  function nextWord(): string | undefined {
    const start = pattern.lastIndex
    const [match, quoted, bare] = pattern.exec(text) ?? []
    if (match === undefined) pattern.lastIndex = start
    return (quoted ?? bare)?.replace(/\\([\s\S])/g, '$1')
  }
  function skipTo(end: string): void {
    const found = text.indexOf(end, pattern.lastIndex)
    pattern.lastIndex = found === -1 ? text.length : found + end.length
  }

  for (let word = nextWord(); word !== undefined; word = nextWord()) {
    if (word.startsWith('#')) {
      skipTo('\n')
    } else if (word === 'macdef') {
      // A macro ends with an empty line. It says nothing of any login.
      skipTo('\n\n')
      entry = undefined
    } else if (word === 'machine' || word === 'default') {
      const name = word === 'default' ? word : nextWord()
      if (name === undefined) return undefined
      entry = { login: '', account: '', password: '' }
      entries.set(name, entry)
    } else if (entry !== undefined && isField(word)) {
      entry[FIELDS[word]] = nextWord() ?? ''
    } else {
      return undefined
    }
  }
  return entries.get(host) ?? entries.get('default')
}

function isField(word: string): word is keyof typeof FIELDS {
  return Object.hasOwn(FIELDS, word)
}
