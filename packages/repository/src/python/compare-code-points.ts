/**
 * Python's order of strings, for `sort`: by code point, where JavaScript's own compares UTF-16 units.
 *
 * @returns negative, zero or positive
 */
export function compareCodePoints(a: string, b: string): number {
  let index = 0
  while (index < a.length && a.charCodeAt(index) === b.charCodeAt(index)) index += 1
  if (index > 0 && (isLowSurrogate(a, index) || isLowSurrogate(b, index))) index -= 1
  return (a.codePointAt(index) ?? -1) - (b.codePointAt(index) ?? -1)
}

function isLowSurrogate(text: string, index: number): boolean {
  const unit = text.charCodeAt(index)
  return unit >= 0xdc00 && unit <= 0xdfff
}
