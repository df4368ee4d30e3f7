import type { DatabaseSync, SQLInputValue, SQLOutputValue } from 'node:sqlite'
import { setTimeout as delay } from 'node:timers/promises'
import type { RequestOptions } from '@mlflow-artifacts/repository'
import { redactUri } from '@mlflow-artifacts/uri-parsing'
import { isBusy } from './is-busy.ts'
import { openReadOnly } from './open-read-only.ts'
import { sqliteError } from './sqlite-error.ts'
import { sqlitePath } from './sqlite-path.ts'

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
  #connection: Promise<{ database: DatabaseSync; path: string }> | undefined

  constructor(uri: string, cwd: string) {
    this.uri = redactUri(uri)
    this.#fullUri = uri
    this.#cwd = cwd
  }

  /**
   * The rows of one statement. While another process writes, it waits without holding up this one.
   *
   * @throws MlflowError where the file is missing, refused, locked for too long, damaged, or no database
   */
  async rows(
    statement: string,
    parameters: readonly SQLInputValue[],
    options?: RequestOptions,
  ): Promise<Row[]> {
    const deadline = Date.now() + BUSY_TIMEOUT_MS
    for (;;) {
      options?.signal?.throwIfAborted()
      const { database, path } = await this.#open()
      try {
        const prepared = database.prepare(statement)
        prepared.setReadBigInts(true)
        return prepared.all(...parameters)
      } catch (error) {
        if (!isBusy(error) || Date.now() >= deadline) throw sqliteError(error, path, this.uri)
      }
      await delay(BUSY_POLL_MS)
    }
  }

  /** The columns of a table; empty where there is no such table. A view is none: it could run anything. */
  async columns(table: string, options?: RequestOptions): Promise<ReadonlySet<string>> {
    const rows = await this.rows(
      `SELECT column.name FROM sqlite_schema AS item, pragma_table_info(item.name) AS column
       WHERE item.type = 'table' AND item.name = ?`,
      [table],
      options,
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

  #open(): Promise<{ database: DatabaseSync; path: string }> {
    this.#connection ??= this.#connect()
    return this.#connection
  }

  async #connect(): Promise<{ database: DatabaseSync; path: string }> {
    try {
      const path = await sqlitePath(this.#fullUri, this.#cwd)
      return { database: await openReadOnly(path, this.uri), path }
    } catch (error) {
      this.#connection = undefined
      throw error
    }
  }
}
