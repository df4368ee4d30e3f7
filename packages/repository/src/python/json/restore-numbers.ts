import type { JsonValue } from './json-value.ts'

/** As many as Python converts (`sys.int_info.default_max_str_digits`): more take more time than there is text. */
const MAXIMUM_DIGITS = 4_300

type Container = JsonValue[] | { [key: string]: JsonValue }

/** Puts the numbers that `markNumbers` marked into the place of their strings. */
export function restoreNumbers(value: JsonValue, marker: string): JsonValue {
  const whole = [value]
  // Level by level, as a value may be nested more deeply than calls can be.
  for (let level: Container[] = [whole]; level.length > 0; ) {
    const below: Container[] = []
    for (const container of level) restoreIn(container, marker, below)
    level = below
  }
  return whole[0] ?? null
}

function restoreIn(container: Container, marker: string, below: Container[]): void {
  if (Array.isArray(container)) {
    for (let index = 0; index < container.length; index += 1) {
      const value = container[index]
      if (isContainer(value)) below.push(value)
      else if (isMarked(value, marker)) container[index] = numberOf(value, marker)
    }
    return
  }
  for (const key of Object.keys(container)) {
    const value = container[key]
    if (isContainer(value)) below.push(value)
    else if (isMarked(value, marker)) container[key] = numberOf(value, marker)
  }
}

function isContainer(value: JsonValue | undefined): value is Container {
  return typeof value === 'object' && value !== null
}

function isMarked(value: JsonValue | undefined, marker: string): value is string {
  return typeof value === 'string' && value.startsWith(marker)
}

function numberOf(marked: string, marker: string): number | bigint {
  const digits = marked.slice(marker.length)
  if (digits === '') return Number.NaN
  if (digits.replace('-', '').length > MAXIMUM_DIGITS) {
    throw new SyntaxError(`Exceeds the limit (${MAXIMUM_DIGITS} digits) for integer string conversion`)
  }
  const number = Number(digits)
  return Number.isSafeInteger(number) ? number : BigInt(digits)
}
