import type { SQLInputValue } from 'node:sqlite'
import type { Condition, Lookup } from './lookup.ts'
import { IS_OVER, MUST_NOT_BE_OVER } from './time-slice.ts'

/** A statement with its parameters. */
export interface Statement {
  readonly text: string
  readonly parameters: readonly SQLInputValue[]
}

/** Twenty times as long as any that MLflow writes. A longer value, of up to 1 GB, would be copied on this thread. */
const LONGEST_VALUE = 65_536

/** Finds the row with the help of an index, or fails when the slice is over. */
export function indexedStatement({ table, columns, where, order = [] }: Lookup): Statement {
  const terms = order.map(
    ({ column, direction }) => `${column} ${direction === 'ascending' ? 'ASC' : 'DESC'}`,
  )
  return {
    text:
      `SELECT ${selected(columns)} FROM ${table} WHERE ${MUST_NOT_BE_OVER}() AND ${conditionOf(where)}` +
      `${terms.length === 0 ? '' : ` ORDER BY ${terms.join()}`} LIMIT 1`,
    parameters: parametersOf(where),
  }
}

/** Looks at every row, in no order. Where the slice is over, it gives a row that need not be one of those: `found` tells. */
export function scanningStatement({ table, columns, where, order = [] }: Lookup): Statement {
  const names = [...new Set([...columns, ...order.map(({ column }) => column)])]
  const condition = conditionOf(where)
  return {
    text: `SELECT ${condition} AS found, ${selected(names)} FROM ${table} NOT INDEXED WHERE ${condition} OR ${IS_OVER}()`,
    parameters: [...parametersOf(where), ...parametersOf(where)],
  }
}

function selected(columns: readonly string[]): string {
  return columns
    .map((column) => `CASE WHEN octet_length(${column}) <= ${LONGEST_VALUE} THEN ${column} END AS ${column}`)
    .join(', ')
}

function conditionOf(where: readonly Condition[]): string {
  const terms = where.map(({ column, is, values }) => {
    const list = `(${values.map(() => '?').join()})`
    return `${column} ${is === 'one of' ? 'IN' : 'NOT IN'} ${list}`
  })
  return `(${terms.join(' AND ')})`
}

function parametersOf(where: readonly Condition[]): SQLInputValue[] {
  return where.flatMap(({ values }) => values)
}
