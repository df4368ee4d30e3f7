import { MlflowError } from '../../errors/mlflow-error.ts'
import { jsonExtent } from './json-extent.ts'

/** To what the values of a JSON text may amount. */
export interface JsonLimits {
  /** How many values there may be, with objects and arrays. Default: any number */
  readonly maximumValues?: number
  /** How much of the heap they may need, in bytes, by a careful estimate. Default: all of it */
  readonly maximumBytes?: number
}

/** As Python's recursion limit allows. Who walks over a value calls itself for each level. */
const MAXIMUM_DEPTH = 1_000

/** More than one character was seen to lead to, which is 28 for nested arrays and 21 for `{},`. */
const BYTES_OF_CHARACTER = 40

/**
 * Refuses JSON text whose values would amount to too much, before they are made.
 *
 * @param copyBytes - what is needed of the memory besides, in bytes
 * @throws SyntaxError where it is nested too deeply
 * @throws MlflowError `MAX_READ_SIZE_EXCEEDED` beyond the limits
 */
export function checkJsonExtent(text: string, limits: JsonLimits, copyBytes = 0): void {
  const { maximumValues = Number.POSITIVE_INFINITY, maximumBytes = Number.POSITIVE_INFINITY } = limits
  const mayBeTooMuch =
    text.length > maximumValues || text.length * BYTES_OF_CHARACTER + copyBytes > maximumBytes
  if (!mayBeTooMuch && !hasManyContainers(text)) return
  const { depth, values, bytes } = jsonExtent(text)
  if (depth > MAXIMUM_DEPTH) {
    throw new SyntaxError(`The JSON is nested more than ${MAXIMUM_DEPTH} levels deep`)
  }
  if (values > maximumValues) throw tooMuch(`${values} values, more than the ${maximumValues} that may be`)
  if (bytes + copyBytes > maximumBytes) {
    const [needed, left] = [bytes + copyBytes, maximumBytes].map((amount) => Math.ceil(amount / 2 ** 20))
    throw tooMuch(`values that may need ${needed} MiB of memory, of which ${left} are left`)
  }
}

/** Without a look at strings, whose brackets count, too: a text that has few needs no closer look. */
function hasManyContainers(text: string): boolean {
  let count = 0
  for (const bracket of '[{') {
    for (let index = text.indexOf(bracket); index !== -1; index = text.indexOf(bracket, index + 1)) {
      count += 1
      if (count > MAXIMUM_DEPTH) return true
    }
  }
  return false
}

function tooMuch(amount: string): MlflowError {
  return new MlflowError(`The JSON holds ${amount}`, { code: 'MAX_READ_SIZE_EXCEEDED' })
}
