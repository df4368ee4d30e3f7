const SHORT_ESCAPES: ReadonlyMap<string, string> = new Map([
  ['\\', '\\\\'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
])

/**
 * Python's `repr` of a string: in quotes, with what cannot be printed escaped. A character that is younger than
 * Python's Unicode is escaped by Python only.
 */
export function pythonRepr(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'"
  const body = text.replace(/[\\'\p{C}\p{Z}]/gu, (character) => {
    if (character === ' ') return character
    if (character === "'") return quote === "'" ? "\\'" : character
    return SHORT_ESCAPES.get(character) ?? escapeCodePoint(character.codePointAt(0) ?? 0)
  })
  return quote + body + quote
}

function escapeCodePoint(codePoint: number): string {
  const digits = codePoint.toString(16)
  if (codePoint < 0x100) return `\\x${digits.padStart(2, '0')}`
  if (codePoint < 0x10000) return `\\u${digits.padStart(4, '0')}`
  return `\\U${digits.padStart(8, '0')}`
}
