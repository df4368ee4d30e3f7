import { compareCodePoints } from '@mlflow-artifacts/repository/python'
import type { Order } from './lookup.ts'
import type { Row } from './sqlite-database.ts'

/** Whether a row comes before another one, by what SQLite's `ORDER BY` says of numbers and texts. */
export function comesBefore(a: Row, b: Row, order: readonly Order[]): boolean {
  for (const { column, direction } of order) {
    const difference = compare(a[column], b[column])
    if (difference !== 0) return direction === 'ascending' ? difference < 0 : difference > 0
  }
  return false
}

function compare(a: Row[string] | undefined, b: Row[string] | undefined): number {
  if (typeof a === 'string' && typeof b === 'string') return compareCodePoints(a, b)
  if (isNumber(a) && isNumber(b)) return a < b ? -1 : a > b ? 1 : 0
  return rank(a) - rank(b)
}

function isNumber(value: Row[string] | undefined): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint'
}

function rank(value: Row[string] | undefined): number {
  if (value === null || value === undefined) return 0
  return isNumber(value) ? 1 : typeof value === 'string' ? 2 : 3
}
