import type { SQLOutputValue } from 'node:sqlite'
import { setTimeout as delay } from 'node:timers/promises'
import { MlflowError, type RequestOptions } from '@mlflow-artifacts/repository'
import { redactUri } from '@mlflow-artifacts/uri-parsing'
import { checkSideFiles } from './check-side-files.ts'
import { type Connection, firstRow } from './first-row.ts'
import { isBusy } from './is-busy.ts'
import type { Lookup } from './lookup.ts'
import { notMlflow } from './not-mlflow.ts'
import { openReadOnly } from './open-read-only.ts'
import { sqliteError } from './sqlite-error.ts'
import { sqlitePath } from './sqlite-path.ts'
import { TimeSlice } from './time-slice.ts'

/** One row; integers are `bigint`, so that none loses digits. */
export type Row = Readonly<Record<string, SQLOutputValue>>

// As long as SQLAlchemy's driver waits for another process that is writing.
const BUSY_TIMEOUT_MS = 5_000
const BUSY_POLL_MS = 20

/** A database that is only read. One connection, opened on first use. */
export class SqliteDatabase {
  /** The URI without credentials, for messages. */
  readonly uri: string
  readonly #fullUri: string
  readonly #cwd: string
  #connection: Promise<Connection & { readonly path: string }> | undefined

  constructor(uri: string, cwd: string) {
    this.uri = redactUri(uri)
    this.#fullUri = uri
    this.#cwd = cwd
  }

  /**
   * The row that is looked for; `undefined`: there is none, or no such table. While another process writes, it waits
   * without holding up this one.
   *
   * @throws MlflowError `INVALID_STATE` where the table lacks a column by which rows are looked for, `DEADLINE_EXCEEDED`
   *   where it has too many rows; and where the file is missing, refused, locked for too long, damaged, or no database
   */
  async first(lookup: Lookup, options?: RequestOptions): Promise<Row | undefined> {
    const present = await this.columns(lookup.table, options)
    if (present.size === 0) return undefined
    const needed = [...lookup.where, ...(lookup.order ?? [])].map(({ column }) => column)
    const missing = needed.find((column) => !present.has(column))
    if (missing !== undefined) throw notMlflow(this.uri, `column '${missing}' in the table '${lookup.table}'`)
    const columns = lookup.columns.filter((column) => present.has(column))
    return await this.#whenFree(options, (connection) =>
      firstRow(connection, { ...lookup, columns }, options?.signal),
    )
  }

  /**
   * The names of a table's columns; none where there is no such table. A view is none, and neither is a table that a
   * module of SQLite makes up, or a column that is calculated: they could run anything.
   */
  async columns(table: string, options?: RequestOptions): Promise<ReadonlySet<string>> {
    const rows = await this.#whenFree(options, async ({ database }) =>
      // As SQLite has read the schema: what the schema says of a table's type may be wrong.
      database
        .prepare(
          `SELECT column.name FROM pragma_table_list(?) AS item, pragma_table_xinfo(item.name) AS column
           WHERE item.schema = 'main' AND item.type = 'table' AND column.hidden = 0`,
        )
        .all(table),
    )
    return new Set(rows.map(({ name }) => String(name)))
  }

  /** Closes the connection; a later statement opens it again. */
  async close(): Promise<void> {
    const connection = this.#connection
    this.#connection = undefined
    const opened = await connection?.catch(() => undefined)
    opened?.database.close()
  }

  async #whenFree<Result>(
    options: RequestOptions | undefined,
    ask: (connection: Connection) => Promise<Result>,
  ): Promise<Result> {
    const deadline = Date.now() + BUSY_TIMEOUT_MS
    for (;;) {
      options?.signal?.throwIfAborted()
      const connection = await this.#open()
      try {
        return await ask(connection)
      } catch (error) {
        options?.signal?.throwIfAborted()
        if (MlflowError.isInstance(error)) throw error
        if (!isBusy(error) || Date.now() >= deadline) throw sqliteError(error, connection.path, this.uri)
      }
      await delay(BUSY_POLL_MS)
    }
  }

  #open(): Promise<Connection & { readonly path: string }> {
    this.#connection ??= this.#connect()
    return this.#connection
  }

  async #connect(): Promise<Connection & { readonly path: string }> {
    try {
      const path = await sqlitePath(this.#fullUri, this.#cwd)
      await checkSideFiles(path, this.uri)
      const database = await openReadOnly(path, this.uri)
      return { database, slice: new TimeSlice(database), uri: this.uri, path }
    } catch (error) {
      this.#connection = undefined
      throw error
    }
  }
}
