// What Python calls white space; `trim` differs on U+001C to U+001F, U+0085 and U+FEFF.
const SPACE = '[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]+'
const SPACE_AT_ENDS = new RegExp(`^${SPACE}|${SPACE}$`, 'g')

/** Python's `str.strip()`. */
export function pythonStrip(text: string): string {
  return text.replace(SPACE_AT_ENDS, '')
}
