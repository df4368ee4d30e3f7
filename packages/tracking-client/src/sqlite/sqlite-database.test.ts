import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, onTestFinished, test, vi } from 'vitest'
import { recordedStores, temporaryFolder } from '../../test/recorded-store.ts'
import type { Lookup } from './lookup.ts'
import { openReadOnly } from './open-read-only.ts'
import { SqliteDatabase } from './sqlite-database.ts'

const ACTIVE: Lookup = {
  table: 'runs',
  columns: ['lifecycle_stage'],
  where: [{ column: 'lifecycle_stage', is: 'one of', values: ['active'] }],
}
const RECORDED = { lifecycle_stage: 'active' }
const CHANGE = "UPDATE runs SET lifecycle_stage = 'deleted'"
const CHANGED = undefined

function reader(folder: string): SqliteDatabase {
  const database = new SqliteDatabase('sqlite:///mlflow.db', folder)
  onTestFinished(() => database.close())
  return database
}

function writer(folder: string): DatabaseSync {
  const database = new DatabaseSync(join(folder, 'mlflow.db'))
  onTestFinished(() => {
    if (database.isOpen) database.close()
  })
  return database
}

test('integers keep all their digits, and values are no SQL', async () => {
  const folder = temporaryFolder()
  writer(folder).exec(
    `CREATE TABLE numbers (number INTEGER, text TEXT); INSERT INTO numbers VALUES (${2n ** 62n + 1n}, '''; --')`,
  )
  const where = [{ column: 'text', is: 'one of' as const, values: ["'; --"] }]
  expect(await reader(folder).first({ table: 'numbers', columns: ['number'], where })).toEqual({
    number: 2n ** 62n + 1n,
  })
})

test('nothing can be written, and no file is made beside the database', async () => {
  const folder = recordedStores()
  const path = join(folder, 'mlflow.db')
  const before = readFileSync(path)
  const database = await openReadOnly(path, 'sqlite:///mlflow.db')
  for (const statement of ['DELETE FROM runs', 'CREATE TABLE x (y)']) {
    expect(() => database.exec(statement)).toThrow(/readonly/)
  }
  database.close()
  expect(await reader(folder).first(ACTIVE)).toEqual(RECORDED)
  expect(readFileSync(path)).toEqual(before)
  expect(readdirSync(folder).sort()).toEqual(['mlflow.db', 'mlruns'])
})

test('a view that stands in for a table is not one', async () => {
  const folder = recordedStores()
  writer(folder).exec('ALTER TABLE runs RENAME TO hidden; CREATE VIEW runs AS SELECT * FROM hidden')
  expect(await reader(folder).columns('runs')).toEqual(new Set())
})

test('a statement waits, without blocking, until a writer has finished', async () => {
  const folder = recordedStores()
  const other = writer(folder)
  other.exec('BEGIN EXCLUSIVE')
  const { signal } = new AbortController()
  const tries = vi.spyOn(signal, 'throwIfAborted')
  const rows = reader(folder).first(ACTIVE, { signal })
  await vi.waitFor(() => expect(tries.mock.calls.length).toBeGreaterThan(2))
  other.exec(`${CHANGE}; COMMIT`)
  expect(await rows).toEqual(CHANGED)
})

test('an abort ends the waiting', async () => {
  const folder = recordedStores()
  writer(folder).exec('BEGIN EXCLUSIVE')
  const controller = new AbortController()
  const tries = vi.spyOn(controller.signal, 'throwIfAborted')
  const rows = reader(folder).first(ACTIVE, { signal: controller.signal })
  const reason = new Error('enough')
  const rejection = expect(rows).rejects.toBe(reason)
  await vi.waitFor(() => expect(tries.mock.calls.length).toBeGreaterThan(2))
  controller.abort(reason)
  await rejection
})

test('a database that stays locked is an error that says to try again', async () => {
  const folder = recordedStores()
  writer(folder).exec('BEGIN EXCLUSIVE')
  vi.useFakeTimers({ toFake: ['Date'] })
  onTestFinished(() => {
    vi.useRealTimers()
  })
  const { signal } = new AbortController()
  const tries = vi.spyOn(signal, 'throwIfAborted')
  const rows = reader(folder).first(ACTIVE, { signal })
  const rejection = expect(rows).rejects.toMatchObject({ code: 'TEMPORARILY_UNAVAILABLE', retryable: true })
  await vi.waitFor(() => expect(tries).toHaveBeenCalled())
  vi.setSystemTime(Date.now() + 6_000)
  await rejection
})

test('what a writer committed to its WAL file is read', async () => {
  const folder = recordedStores()
  const other = writer(folder)
  other.exec(`PRAGMA journal_mode = WAL; ${CHANGE}`)
  expect(readdirSync(folder)).toContain('mlflow.db-wal')
  expect(await reader(folder).first(ACTIVE)).toEqual(CHANGED)
})

test('a database in WAL mode is read in a folder that cannot be written to', async () => {
  const folder = recordedStores()
  const other = writer(folder)
  other.exec('PRAGMA journal_mode = WAL')
  other.close()
  withoutWriting(folder)
  expect(await reader(folder).first(ACTIVE)).toEqual(RECORDED)
})

test('but not past a log of changes that cannot be read', async () => {
  const folder = recordedStores()
  writer(folder).exec(`PRAGMA journal_mode = WAL; ${CHANGE}`)
  const copy = temporaryFolder()
  for (const name of ['mlflow.db', 'mlflow.db-wal']) {
    writeFileSync(join(copy, name), readFileSync(join(folder, name)))
  }
  withoutWriting(copy)
  await expect(reader(copy).first(ACTIVE)).rejects.toMatchObject({
    code: 'PERMISSION_DENIED',
    hint: expect.stringContaining('-wal'),
  })
})

test.each([
  ['text', 'x'.repeat(5_000), { code: 'INVALID_PARAMETER_VALUE', message: /is not an SQLite database/ }],
  ['an image', `\x89PNG\r\n${'\0'.repeat(5_000)}`, { code: 'INVALID_PARAMETER_VALUE' }],
])('%s is no database', async (_, content, { code }) => {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'mlflow.db'), content)
  const lookup = reader(folder).first(ACTIVE)
  await expect(lookup).rejects.toMatchObject({
    code,
    message: expect.stringContaining('is not an SQLite database'),
  })
})

test('a damaged database is an error', async () => {
  const folder = recordedStores()
  const path = join(folder, 'mlflow.db')
  const bytes = readFileSync(path)
  writeFileSync(path, bytes.fill(0xff, 512))
  await expect(reader(folder).columns('runs')).rejects.toMatchObject({ code: 'DATA_LOSS' })
})

test('a file that appears later is opened then, and a closed connection is opened again', async () => {
  const folder = temporaryFolder()
  const database = reader(folder)
  await expect(database.first(ACTIVE)).rejects.toMatchObject({ code: 'RESOURCE_DOES_NOT_EXIST' })
  writeFileSync(join(folder, 'mlflow.db'), readFileSync(join(recordedStores(), 'mlflow.db')))
  expect(await database.first(ACTIVE)).toEqual(RECORDED)
  await database.close()
  await database.close()
  expect(await database.first(ACTIVE)).toEqual(RECORDED)
})

// Root may write anywhere, so it becomes nobody for the rest of the test.
function withoutWriting(folder: string): void {
  chmodSync(folder, 0o555)
  const isRoot = process.geteuid?.() === 0
  if (isRoot) process.seteuid?.(65_534)
  onTestFinished(() => {
    if (isRoot) process.seteuid?.(0)
    chmodSync(folder, 0o755)
  })
}
