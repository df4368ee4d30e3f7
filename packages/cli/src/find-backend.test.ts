import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BackendNotRegisteredError, MlflowError } from 'mlflow-artifacts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findBackend } from './find-backend.ts'
import { storeHint } from './store-hint.ts'

let folder: string
beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'find-backend-')))
})
afterAll(() => rm(folder, { recursive: true }))

/** Installs a backend's package into a folder, as npm does. */
async function install(into: string, name: string, main: string): Promise<void> {
  const directory = join(folder, into, 'node_modules/@mlflow-artifacts', name)
  await mkdir(directory, { recursive: true })
  const manifest = {
    name: `@mlflow-artifacts/${name}`,
    type: 'module',
    exports: { '.': { default: './main.js' } },
  }
  await writeFile(join(directory, 'package.json'), JSON.stringify(manifest))
  await writeFile(join(directory, 'main.js'), main)
}

const backend = (name: string, scheme: string): string =>
  `({ specificationVersion: 'v1', name: '${name}', schemes: ['${scheme}'], repository() {} })`

const inFolder = (...places: string[]): string[] => places.map((place) => join(folder, place, 'package.json'))

test('what is beside the command goes before what is in the working directory', async () => {
  await install('global', 'repo-s3', `export const s3 = () => ${backend('global', 's3')}`)
  await install('project', 'repo-s3', `export const s3 = () => ${backend('of the project', 's3')}`)
  await install('project', 'repo-gcs', `export const gcs = () => ${backend('of the project', 'gs')}`)
  const places = inFolder('global', 'project/deep/below')
  expect(await findBackend('s3', places)).toMatchObject({ name: 'global' })
  expect(await findBackend('gs', places)).toMatchObject({ name: 'of the project' })
  expect(await findBackend('gs', inFolder('global'))).toBeUndefined()
  expect(await findBackend('ftp', places)).toBeUndefined()
})

test('what is beside a link to the command is found', async () => {
  await install('linked', 'repo-s3', `export const s3 = () => ${backend('linked', 's3')}`)
  await mkdir(join(folder, 'store/cli'), { recursive: true })
  await symlink(join(folder, 'store/cli'), join(folder, 'linked/node_modules/@mlflow-artifacts/cli'))
  const places = [
    join(folder, 'store/cli/bin.js'),
    join(folder, 'linked/node_modules/@mlflow-artifacts/cli/bin.js'),
  ]
  expect(await findBackend('s3', places)).toMatchObject({ name: 'linked' })
})

test.each(['export const other = 1', 'export const s3 = () => 1', 'syntax error'])(
  'a package that is broken is an error: %s',
  async (main) => {
    await install(main, 'repo-s3', main)
    await expect(findBackend('s3', inFolder(main))).rejects.toThrow()
  },
)

test('the packages are named, with what is installed and how to install the others', async () => {
  await install('some', 'repo-s3', '')
  const unserved = (scheme: string): MlflowError => {
    const cause = new BackendNotRegisteredError('none', { scheme, registeredSchemes: [] })
    return new MlflowError('around', { cause })
  }
  const places = inFolder('some')
  expect(storeHint(unserved('hdfs'), places)).toMatch(
    /files.* s3: by @mlflow-artifacts\/repo-s3 \(installed\), gs: by @mlflow-artifacts\/repo-gcs \(not installed\)\. .*hdfs:/,
  )
  expect(storeHint(unserved('gs'), places)).toMatch(
    /^Install @mlflow-artifacts\/repo-gcs: npm install @mlflow-artifacts\/repo-gcs .* --global @mlflow-artifacts\/repo-gcs/,
  )
  expect(storeHint(unserved('s3'), places)).toMatch(/is installed at .*some.*, but it cannot be loaded/)
  expect(storeHint(new MlflowError('other'), places)).toBeUndefined()
})
