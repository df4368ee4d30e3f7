/** What JSON text can say. An integer beyond 2^53 is a `bigint`, because a number would be another one. */
export type JsonValue =
  | string
  | number
  | bigint
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue }

const STRING_OR_CONSTANT =
  /"[^"\\]*(?:\\.[^"\\]*)*"|(?<![\w.+])-?Infinity(?![\w.])|(?<![\w.+-])NaN(?![\w.])/gs

/**
 * Parses JSON as Python's `json.loads` does: `NaN`, `Infinity` and `-Infinity` are numbers, integers are exact, and of
 * equal keys the last one counts.
 *
 * @throws SyntaxError where the text is no JSON; RangeError where it is nested too deeply
 */
export function parsePythonJson(text: string): JsonValue {
  const placeholder = notANumberPlaceholder(text)
  const json = /NaN|Infinity/.test(text) ? withoutConstants(text, placeholder) : text
  return JSON.parse(json, (_key, value: JsonValue, context?: { readonly source?: string }) => {
    if (typeof value !== 'number' || context?.source === undefined) return value
    if (context.source === placeholder) return Number.NaN
    return /^-?\d+$/.test(context.source) && !Number.isSafeInteger(value) ? BigInt(context.source) : value
  })
}

function withoutConstants(text: string, placeholder: string): string {
  return text.replace(STRING_OR_CONSTANT, (match) => {
    if (match === 'NaN') return placeholder
    // A number beyond the largest one is infinite, in JSON as well.
    return match.startsWith('"') ? match : match.replace('Infinity', '1e999')
  })
}

/** A number that the text does not hold, to stand for `NaN` until the text has been parsed. */
function notANumberPlaceholder(text: string): string {
  let exponent = 1
  while (text.includes(`0e-${exponent}`)) exponent += 1
  return `0e-${exponent}`
}
