import type { DatabaseSync } from 'node:sqlite'
import { MlflowError } from '@mlflow-artifacts/repository'
import { comesBefore } from './comes-before.ts'
import type { Lookup } from './lookup.ts'
import { indexedStatement, type Statement, scanningStatement } from './lookup-statements.ts'
import type { Row } from './sqlite-database.ts'
import { SliceOver, type TimeSlice } from './time-slice.ts'

/** So many rows that MLflow itself would not be usable with them. */
const TIME_LIMIT_MS = 60_000

/** What a lookup is made in. */
export interface Connection {
  readonly database: DatabaseSync
  readonly slice: TimeSlice
  /** Without credentials, for messages. */
  readonly uri: string
}

/**
 * The row that is looked for; `undefined`: there is none. It is found at once with the index that MLflow makes, and without
 * one by looking at all rows, a slice of time for them and the next for the rest of the process.
 *
 * @throws MlflowError `DEADLINE_EXCEEDED` where that takes more than a minute
 */
export async function firstRow(
  connection: Connection,
  lookup: Lookup,
  signal: AbortSignal | undefined,
): Promise<Row | undefined> {
  const { text, parameters } = indexedStatement(lookup)
  connection.slice.begin()
  try {
    return prepared(connection.database, text).get(...parameters)
  } catch (error) {
    if (!(error instanceof SliceOver)) throw error
  }
  return await scan(connection, lookup, scanningStatement(lookup), signal)
}

async function scan(
  { database, slice, uri }: Connection,
  { table, order }: Lookup,
  { text, parameters }: Statement,
  signal: AbortSignal | undefined,
): Promise<Row | undefined> {
  const deadline = performance.now() + TIME_LIMIT_MS
  let first: Row | undefined
  await slice.next()
  for (const row of prepared(database, text).iterate(...parameters)) {
    if (row.found === 1n) {
      if (order === undefined) return row
      if (first === undefined || comesBefore(row, first, order)) first = row
    }
    if (!slice.isOver) continue
    await slice.next()
    signal?.throwIfAborted()
    if (performance.now() > deadline) throw tooManyRows(table, uri)
  }
  return first
}

function prepared(database: DatabaseSync, text: string): ReturnType<DatabaseSync['prepare']> {
  const statement = database.prepare(text)
  statement.setReadBigInts(true)
  return statement
}

function tooManyRows(table: string, uri: string): MlflowError {
  return new MlflowError(`Looking through the table '${table}' of '${uri}' took more than a minute.`, {
    code: 'DEADLINE_EXCEEDED',
    uri,
    hint: `If this is a database of MLflow, run \`mlflow db upgrade ${uri}\`, which makes its indexes.`,
  })
}
