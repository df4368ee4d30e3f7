/** What stands for a character where text is put into JSON, HTML or XML, a URL, or a string of a program. */
const NAMED: ReadonlyMap<string, readonly string[]> = new Map([
  ['&', ['&amp;']],
  ['<', ['&lt;']],
  ['>', ['&gt;']],
  ['"', ['&quot;', '\\"']],
  ["'", ['&apos;', "\\'"]],
  ['\\', ['\\\\']],
  ['/', ['\\/']],
  [' ', ['\\+']],
])
/** Nobody writes these in another way, but for who writes all in another way. */
const PLAIN = /^[A-Za-z0-9]$/
/** A word may stand in any text as a part of another one. */
const WORD = /^[A-Za-z]{1,11}$|^\d{1,8}$/

/**
 * Finds any of some values in a text of bytes (a character for each): raw, percent-encoded, or escaped as in JSON, HTML,
 * XML and strings of programs.
 */
export function secretPattern(values: readonly string[]): RegExp {
  // The longest first: one may be a part of another.
  const all = [...new Set(values)].sort((one, other) => other.length - one.length)
  return new RegExp(all.map(encoded).join('|'), 'g')
}

function encoded(value: string): string {
  const pattern = Array.from(value, escapedCharacter).join('')
  return WORD.test(value) ? `(?<![A-Za-z0-9])${pattern}(?![A-Za-z0-9])` : pattern
}

function escapedCharacter(character: string): string {
  if (PLAIN.test(character)) return character
  const code = character.codePointAt(0) ?? 0
  const bytes = Buffer.from(character)
  const forms = [
    literal(character.length === 1 && code < 256 ? character : bytes.toString('latin1')),
    literal(bytes.toString('latin1')),
    percent(bytes),
    ...(code < 256
      ? [percent(Buffer.of(code)), `\\\\x${insensitive(code.toString(16).padStart(2, '0'))}`]
      : []),
    // JSON's escapes are of UTF-16.
    character
      .split('')
      .map((unit) => `\\\\u${insensitive(unit.charCodeAt(0).toString(16).padStart(4, '0'))}`)
      .join(''),
    `&#0*${code};`,
    `&#[xX]0*${insensitive(code.toString(16))};`,
    ...(NAMED.get(character) ?? []).map((form) => (form === '\\+' ? form : literal(form))),
  ]
  return `(?:${[...new Set(forms)].join('|')})`
}

/** Also what was percent-encoded twice. */
function percent(bytes: Buffer): string {
  return [...bytes].map((byte) => `%(?:25)*${insensitive(byte.toString(16).padStart(2, '0'))}`).join('')
}

function insensitive(hex: string): string {
  return hex.replace(/[a-f]/gi, (digit) => `[${digit.toLowerCase()}${digit.toUpperCase()}]`)
}

function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
}
