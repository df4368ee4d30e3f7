import { endOfDigits } from './end-of-digits.ts'
import { endOfJsonString } from './end-of-json-string.ts'

/** Pieces are joined before they are many: each costs more than its characters. */
const PIECES_AT_ONCE = 4_096

/** The beginnings of numbers to mark. Without a loop, as V8 keeps every round of one for a step back. */
const CANDIDATE = /NaN|Infinity|[1-9]\d{15}/g

interface Replacement {
  readonly start: number
  readonly end: number
  readonly text: string
}

/**
 * JSON text in which what `JSON.parse` would refuse or round stands as strings: `NaN` as the marker alone, integers of 16
 * and more digits behind it. `Infinity` becomes a number that is beyond the largest one. What is no JSON stays none.
 */
export function markNumbers(text: string, marker: string): string {
  const candidates = new RegExp(CANDIDATE)
  const chunks: string[] = []
  let pieces: string[] = []
  let copied = 0
  let quote = text.indexOf('"')
  for (let found = candidates.exec(text); found !== null; found = candidates.exec(text)) {
    let behind = found.index
    while (quote !== -1 && quote < found.index) {
      behind = endOfJsonString(text, quote)
      quote = text.indexOf('"', behind)
    }
    if (behind > found.index) {
      // It stands in a string.
      candidates.lastIndex = behind
      continue
    }
    const number = replacementOf(text, found[0], found.index, marker)
    candidates.lastIndex = number.end
    if (isPartOfMore(text, number)) continue
    pieces.push(text.slice(copied, number.start), number.text)
    copied = number.end
    if (pieces.length >= PIECES_AT_ONCE) {
      chunks.push(pieces.join(''))
      pieces = []
    }
  }
  return [...chunks, ...pieces, text.slice(copied)].join('')
}

function replacementOf(text: string, found: string, index: number, marker: string): Replacement {
  if (found === 'Infinity') return { start: index, end: index + found.length, text: '1e999' }
  if (found === 'NaN') return { start: index, end: index + found.length, text: `"${marker}"` }
  const start = text[index - 1] === '-' ? index - 1 : index
  const end = endOfDigits(text, index)
  return { start, end, text: `"${marker}${text.slice(start, end)}"` }
}

/** Whether it belongs to a longer number or word, or is the name of a member, which would become JSON by a mark. */
function isPartOfMore(text: string, { start, end }: Replacement): boolean {
  const before = text.charCodeAt(start - 1)
  if (isOfNumberOrWord(before) || isOfNumberOrWord(text.charCodeAt(end))) return true
  const beforeSign = isSign(before) ? text.charCodeAt(start - 2) : Number.NaN
  if (isSign(beforeSign) || isOfNumberOrWord(beforeSign)) return true
  let next = end
  while (isWhitespace(text.charCodeAt(next))) next += 1
  return text[next] === ':'
}

function isOfNumberOrWord(unit: number): boolean {
  const letter = unit | 0x20
  const isDigit = unit >= 0x30 && unit <= 0x39
  const isLetter = letter >= 0x61 && letter <= 0x7a
  return isDigit || isLetter || unit === 0x5f || unit === 0x2e // _ and .
}

function isSign(unit: number): boolean {
  return unit === 0x2b || unit === 0x2d
}

function isWhitespace(unit: number): boolean {
  return unit === 0x20 || unit === 0x0a || unit === 0x0d || unit === 0x09
}
