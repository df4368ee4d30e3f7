import { endOfJsonString } from './end-of-json-string.ts'

/** To what the values of a JSON text amount. */
export interface JsonExtent {
  /** How deep objects and arrays stand in one another. */
  readonly depth: number
  /** How many values there are, with objects and arrays. */
  readonly values: number
  /** How much of the heap they can need at most, in bytes, while they are made. */
  readonly bytes: number
}

// Measured on Node 22 to 26 with the shapes of json-shapes.ts, the worst of each kind: an empty object, the member of an
// object that has a shape of its own or a table that is being enlarged, and a number or short string in an array.
const BYTES_OF_CONTAINER = 120
const BYTES_OF_MEMBER = 144
const BYTES_OF_VALUE = 32

/** Measures JSON text without making its values, in one pass; of what is no JSON, something. */
export function jsonExtent(text: string): JsonExtent {
  let depth = 0
  let current = 0
  let containers = 0
  let members = 0
  let commas = 0
  for (let index = 0; index < text.length; index += 1) {
    switch (text.charCodeAt(index)) {
      case 0x22: // "
        index = endOfJsonString(text, index) - 1
        break
      case 0x5b: // [
      case 0x7b: // {
        containers += 1
        current += 1
        if (current > depth) depth = current
        break
      case 0x5d: // ]
      case 0x7d: // }
        current -= 1
        break
      case 0x2c: // ,
        commas += 1
        break
      case 0x3a: // :
        members += 1
    }
  }
  // Every value but the outermost is the first of its container, or behind a comma.
  const values = 1 + containers + commas
  const bytes =
    BYTES_OF_CONTAINER * containers + BYTES_OF_MEMBER * members + BYTES_OF_VALUE * values + 2 * text.length
  return { depth, values, bytes }
}
