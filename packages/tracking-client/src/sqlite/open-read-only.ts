import { stat } from 'node:fs/promises'
import type { DatabaseSync } from 'node:sqlite'
import { pathToFileURL } from 'node:url'
import { resultCode } from './result-code.ts'
import { sqliteError } from './sqlite-error.ts'

// SQLite's primary result codes for a file beside the database that can neither be opened nor made.
const READ_ONLY = 8
const CANNOT_OPEN = 14

/**
 * A connection that cannot write, and that trusts nothing that the database's own schema could run.
 *
 * @throws MlflowError where the file is refused, damaged, or no database
 */
export async function openReadOnly(path: string, uri: string): Promise<DatabaseSync> {
  // Loaded on first use: Node 22 prints a warning when it is imported.
  const { DatabaseSync } = await import('node:sqlite')
  const open = (location: string | URL): DatabaseSync => {
    const database = new DatabaseSync(location, { readOnly: true })
    database.exec('PRAGMA trusted_schema = OFF; PRAGMA query_only = ON; PRAGMA cell_size_check = ON')
    return database
  }
  try {
    const database = open(path)
    if (!(await needsImmutable(database, path))) return database
    database.close()
    const location = pathToFileURL(path)
    location.searchParams.set('immutable', '1')
    return open(location)
  } catch (error) {
    throw sqliteError(error, path, uri)
  }
}

/**
 * A database in WAL mode is read with the help of a shared-memory file. Where that is missing and cannot be made, as in
 * a folder that cannot be written to, SQLite reads only what it is told will not change. That is so as long as there is
 * no log of changes: a process that writes has one.
 */
async function needsImmutable(database: DatabaseSync, path: string): Promise<boolean> {
  try {
    database.prepare('SELECT 1 FROM sqlite_schema').get()
    return false
  } catch (error) {
    const code = resultCode(error)
    if (code !== READ_ONLY && code !== CANNOT_OPEN) return false
    const log = await stat(`${path}-wal`).catch(() => undefined)
    return log === undefined || log.size === 0
  }
}
