/**
 * Python's order of strings, for `sort`: by code point, where JavaScript's own compares UTF-16 units.
 *
 * @returns negative, zero or positive
 */
export function compareCodePoints(a: string, b: string): number {
  let index = 0
  while (index < a.length && a.charCodeAt(index) === b.charCodeAt(index)) index += 1
  // Where only the second half of a surrogate pair differs, the pair is what differs.
  const insidePair =
    isSurrogate(a, index - 1, 0xd800) && (isSurrogate(a, index, 0xdc00) || isSurrogate(b, index, 0xdc00))
  if (insidePair) index -= 1
  return (a.codePointAt(index) ?? -1) - (b.codePointAt(index) ?? -1)
}

function isSurrogate(text: string, index: number, kind: 0xd800 | 0xdc00): boolean {
  return (text.charCodeAt(index) & 0xfc00) === kind
}
