import { checkJsonExtent, checkMarkedExtent, type JsonLimits } from './check-json-extent.ts'
import { holdsLongInteger } from './holds-long-integer.ts'
import type { JsonValue } from './json-value.ts'
import { markNumbers } from './mark-numbers.ts'
import { restoreNumbers } from './restore-numbers.ts'

/**
 * Parses JSON as Python's `json.loads` does: `NaN`, `Infinity` and `-Infinity` are numbers, integers are exact, and of
 * equal keys the last one counts. Takes time and memory in proportion to the text, little more than `JSON.parse` where
 * the text holds none of these.
 *
 * @param limits - to what the values may amount. Default: to anything
 * @throws SyntaxError where the text is no JSON, where it is nested more than 1,000 levels deep, and where an integer has
 *   more than 4,300 digits: Python, too, refuses these
 * @throws MlflowError `MAX_READ_SIZE_EXCEEDED` for values beyond the limits
 */
export function parsePythonJson(text: string, limits: JsonLimits = {}): JsonValue {
  checkJsonExtent(text, limits)
  if (holdsLongInteger(text)) return parseMarked(text, limits)
  try {
    return JSON.parse(text)
  } catch (error) {
    if (!/NaN|Infinity/.test(text)) throw error
    return parseMarked(text, limits)
  }
}

// Not with a reviver that sees the source of numbers: it takes forty times as long, and keeps a copy of all values.
function parseMarked(text: string, limits: JsonLimits): JsonValue {
  checkMarkedExtent(text, limits)
  const marker = newMarker()
  const marked = markNumbers(text, marker)
  if (marked === text) return JSON.parse(text)
  let value: JsonValue
  try {
    value = JSON.parse(marked)
  } catch (error) {
    // It says what is wrong with the text that was given, in which there is no marker.
    JSON.parse(text)
    throw error
  }
  return restoreNumbers(value, marker)
}

/**
 * A text that nobody can have foreseen, of letters that each take one byte. V8 keeps equal strings of up to ten
 * characters only once.
 */
function newMarker(): string {
  const random = crypto.getRandomValues(new Uint8Array(10))
  return Array.from(random, (byte) => String.fromCharCode(0xc0 + (byte & 0x3f))).join('')
}
