import { mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { contextIn, temporaryFolder } from '../../test/recorded-store.ts'
import { pathToLocalSqliteUri } from './path-to-local-sqlite-uri.ts'
import { resolveRegistryUri } from './resolve-registry-uri.ts'
import { resolveTrackingUri } from './resolve-tracking-uri.ts'

// As `mlflow.get_tracking_uri()` and `mlflow.get_registry_uri()` of 3.17.2 answered in such folders.
test.each<[string, (mlruns: string) => void, 'file' | 'sqlite']>([
  ['nothing', () => {}, 'sqlite'],
  ['an experiment', (mlruns) => experiment(mlruns, '0'), 'file'],
  ['an experiment with an id in other digits', (mlruns) => experiment(mlruns, '١'), 'file'],
  ['an experiment without meta.yaml', (mlruns) => mkdirSync(join(mlruns, '0')), 'sqlite'],
  ['a folder whose name is no number', (mlruns) => experiment(mlruns, '0a'), 'sqlite'],
  ['deleted experiments only', (mlruns) => experiment(join(mlruns, '.trash'), '1'), 'sqlite'],
  ['a file with a number for a name', (mlruns) => writeFileSync(join(mlruns, '0'), ''), 'sqlite'],
  [
    'a meta.yaml that is a broken link',
    (mlruns) => {
      mkdirSync(join(mlruns, '0'))
      symlinkSync('missing', join(mlruns, '0', 'meta.yaml'))
    },
    'file',
  ],
])('the default where mlruns holds %s', async (_, make, expected) => {
  const folder = join(realpathSync(temporaryFolder()), 'a b#ü')
  const mlruns = join(folder, 'mlruns')
  mkdirSync(mlruns, { recursive: true })
  make(mlruns)
  const encoded = folder.replace('a b#ü', 'a%20b%23%C3%BC')
  const uri = expected === 'file' ? `file://${encoded}/mlruns` : `sqlite:///${encoded}/mlflow.db`
  expect(await resolveTrackingUri(contextIn(folder))).toBe(uri)
  expect(await resolveRegistryUri(contextIn(folder))).toBe(uri)
})

test('the argument comes before the environment, and what is empty counts as absent', async () => {
  const environment = { MLFLOW_TRACKING_URI: 'env', MLFLOW_REGISTRY_URI: 'env-registry' }
  const both = contextIn('/nowhere', environment)
  expect(await resolveTrackingUri({ ...both, trackingUri: 'mine' })).toBe('mine')
  expect(await resolveTrackingUri({ ...both, trackingUri: '' })).toBe('env')
  expect(await resolveRegistryUri({ ...both, registryUri: 'mine' })).toBe('mine')
  expect(await resolveRegistryUri({ ...both, registryUri: '', trackingUri: 'mine' })).toBe('env-registry')
  const empty = contextIn('/nowhere', { MLFLOW_TRACKING_URI: '', MLFLOW_REGISTRY_URI: '' })
  expect(await resolveTrackingUri(empty)).toBe('sqlite:////nowhere/mlflow.db')
  expect(await resolveRegistryUri({ ...empty, trackingUri: 'databricks://p' })).toBe('databricks-uc://p')
})

test('a Windows path as an SQLite URI', () => {
  expect(pathToLocalSqliteUri('C:\\a b\\mlflow.db', 'windows')).toBe('sqlite:///C:/a%20b/mlflow.db')
})

function experiment(mlruns: string, id: string): void {
  mkdirSync(join(mlruns, id), { recursive: true })
  writeFileSync(join(mlruns, id, 'meta.yaml'), '')
}
