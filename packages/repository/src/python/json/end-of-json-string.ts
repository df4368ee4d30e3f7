/** The index behind a string of JSON text that starts at `start`; the end of the text where it has no end. */
export function endOfJsonString(text: string, start: number): number {
  for (let quote = text.indexOf('"', start + 1); quote !== -1; quote = text.indexOf('"', quote + 1)) {
    let first = quote
    while (text.charCodeAt(first - 1) === 0x5c) first -= 1
    const isEscaped = (quote - first) % 2 === 1
    if (!isEscaped) return quote + 1
  }
  return text.length
}
