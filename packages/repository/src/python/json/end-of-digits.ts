/** The index of the first character from `start` on that is no digit. */
export function endOfDigits(text: string, start: number): number {
  let end = start
  for (let unit = text.charCodeAt(end); unit >= 0x30 && unit <= 0x39; unit = text.charCodeAt(end)) end += 1
  return end
}
