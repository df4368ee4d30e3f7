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

/** A copy in which numbers are marked, and what it is made from. */
const BYTES_OF_MARKED_CHARACTER = 10

/**
 * Refuses JSON text whose values would amount to too much, before they are made.
 *
 * @throws SyntaxError where it is nested too deeply
 * @throws MlflowError `MAX_READ_SIZE_EXCEEDED` beyond the limits
 */
export function checkJsonExtent(text: string, limits: JsonLimits): void {
  const { maximumValues = Number.POSITIVE_INFINITY, maximumBytes = Number.POSITIVE_INFINITY } = limits
  const mayBeTooMuch = text.length > maximumValues || text.length * BYTES_OF_CHARACTER > maximumBytes
  if (!mayBeTooMuch && !hasManyContainers(text)) return
  const { depth, values, bytes } = jsonExtent(text)
  if (depth > MAXIMUM_DEPTH) {
    throw new SyntaxError(`The JSON is nested more than ${MAXIMUM_DEPTH} levels deep`)
  }
  if (values > maximumValues) throw tooMuch(`${values} values, more than the ${maximumValues} that may be`)
  if (bytes > maximumBytes) throw tooLarge(bytes, maximumBytes)
}

/**
 * The same for what the copy needs in which numbers are marked.
 *
 * @throws MlflowError `MAX_READ_SIZE_EXCEEDED`
 */
export function checkMarkedExtent(
  text: string,
  { maximumBytes = Number.POSITIVE_INFINITY }: JsonLimits,
): void {
  const bytes = text.length * BYTES_OF_MARKED_CHARACTER
  if (bytes > maximumBytes) throw tooLarge(bytes, maximumBytes)
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

function tooLarge(bytes: number, maximumBytes: number): MlflowError {
  return tooMuch(
    `values that may need ${mebibytes(bytes)} MiB of memory, of which ${mebibytes(maximumBytes)} are left`,
  )
}

function tooMuch(amount: string): MlflowError {
  return new MlflowError(`The JSON holds ${amount}`, { code: 'MAX_READ_SIZE_EXCEEDED' })
}

function mebibytes(bytes: number): number {
  return Math.ceil(bytes / 2 ** 20)
}
