import { endOfJsonString } from './end-of-json-string.ts'

const PIECES_AT_ONCE = 4_096

/**
 * JSON text in which what `JSON.parse` would refuse or round stands as strings: `NaN` as the marker alone, integers of 16
 * and more digits behind it. `Infinity` becomes a number that is beyond the largest one. What is no JSON stays none.
 */
export function markNumbers(text: string, marker: string): string {
  const chunks: string[] = []
  let pieces: string[] = []
  let copied = 0
  let position = 0
  while (position < text.length) {
    const quote = text.indexOf('"', position)
    const end = quote === -1 ? text.length : quote
    const between = text.slice(position, end)
    const marked = between.length < 3 ? between : markedBetweenStrings(between, marker)
    if (marked !== between) {
      pieces.push(text.slice(copied, position), marked)
      copied = end
    }
    // Each piece alone costs more than its characters.
    if (pieces.length >= PIECES_AT_ONCE) {
      chunks.push(pieces.join(''))
      pieces = []
    }
    position = quote === -1 ? end : endOfJsonString(text, quote)
  }
  return [...chunks, ...pieces, text.slice(copied)].join('')
}

// A name of a member has to stay what it is, which is no JSON: the colon tells it. `-NaN` and `1NaN` stay no JSON, too.
function markedBetweenStrings(text: string, marker: string): string {
  return text
    .replace(/(?<![\w.+-])(-?[1-9]\d{15,})(?![\w.])(?!\s*:)/g, `"${marker}$1"`)
    .replace(/(?<![\w.])NaN(?![\w.])(?!\s*:)/g, `"${marker}"`)
    .replace(/(?<![\w.])Infinity(?![\w.])/g, '1e999')
}
