import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../../test/recorded-store.ts'
import { sqlitePath } from './sqlite-path.ts'

function folderWith(...names: string[]): string {
  const folder = temporaryFolder()
  for (const name of names) writeFileSync(join(folder, name), '')
  return folder
}

// As SQLAlchemy 2.1.9 answered: `SQLiteDialect_pysqlite().create_connect_args(make_url(uri))`.
test.each([
  ['sqlite:///m.db', 'm.db'],
  ['sqlite:///./m.db', 'm.db'],
  ['sqlite+pysqlite:///m.db', 'm.db'],
  ['sqlite:///m.db?timeout=10&check_same_thread=false', 'm.db'],
  ['sqlite:///a%20b%23c.db', 'a b#c.db'],
  ['sqlite:///a b#c.db', 'a b#c.db'],
  ['sqlite:///file:m.db?mode=ro&uri=true', 'm.db'],
])('%s is %s in the working directory', async (uri, name) => {
  const folder = folderWith('m.db', 'a b#c.db')
  expect(await sqlitePath(uri, folder)).toBe(join(folder, name))
})

test('an absolute path, percent-encoded or not, as a path or as an SQLite URI', async () => {
  const folder = folderWith('m n.db')
  const path = join(folder, 'm n.db')
  const uris = [
    `sqlite:///${path}`,
    `sqlite:///${path.replace(' ', '%20')}`,
    `sqlite:///file:${path}?uri=true`,
    `sqlite:///file://${path.replace(' ', '%2520')}?uri=1`,
  ]
  for (const uri of uris) expect(await sqlitePath(uri, '/elsewhere')).toBe(path)
})

test('a file that an older SQLAlchemy named with the escapes is found, unless the decoded one exists', async () => {
  const folder = folderWith('a%20b.db')
  expect(await sqlitePath('sqlite:///a%20b.db', folder)).toBe(join(folder, 'a%20b.db'))
  writeFileSync(join(folder, 'a b.db'), '')
  expect(await sqlitePath('sqlite:///a%20b.db', folder)).toBe(join(folder, 'a b.db'))
})

test.each([
  'sqlite://',
  'sqlite:///',
  'sqlite:///:memory:',
  'sqlite:///file::memory:?uri=true',
  'sqlite:m.db',
  'sqlite:/m.db',
  'sqlite://host/m.db',
  'sqlite://user:secret@host/m.db',
])('%s names no file', async (uri) => {
  const error = await sqlitePath(uri, folderWith('m.db')).catch((caught) => caught)
  expect(error).toMatchObject({
    code: 'INVALID_PARAMETER_VALUE',
    hint: expect.stringContaining('sqlite:////'),
  })
})

test('a missing file is named and not made, and a folder is no file', async () => {
  const folder = temporaryFolder()
  mkdirSync(join(folder, 'folder'))
  for (const name of ['missing.db', 'folder']) {
    await expect(sqlitePath(`sqlite:///${name}`, folder)).rejects.toMatchObject({
      code: 'RESOURCE_DOES_NOT_EXIST',
      message: `The MLflow database '${join(folder, name)}' does not exist.`,
      hint: expect.stringContaining('MLFLOW_TRACKING_URI'),
    })
  }
  expect(readdirSync(folder)).toEqual(['folder'])
})
