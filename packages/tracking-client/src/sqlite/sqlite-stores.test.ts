import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { contextIn, recordedId, recordedStores, temporaryFolder } from '../../test/recorded-store.ts'
import type { ModelRegistry } from '../model-registry.ts'
import { openModelRegistry } from '../open-model-registry.ts'
import { openTrackingStore } from '../open-tracking-store.ts'
import type { StoreContext } from '../store-context.ts'
import type { TrackingStore } from '../tracking-store.ts'

const runId = recordedId('sqlite', 'run of experiment')
const modelId = recordedId('sqlite', 'model')

function changed(folder: string, statements: string): string {
  const database = new DatabaseSync(join(folder, 'mlflow.db'), { enableForeignKeyConstraints: false })
  database.exec(statements)
  database.close()
  return folder
}

async function withStores(
  folder: string,
  environment: StoreContext['environment'],
  use: (tracking: TrackingStore, registry: ModelRegistry) => Promise<void>,
): Promise<void> {
  const context = contextIn(folder, environment)
  const tracking = openTrackingStore('sqlite:///mlflow.db', context)
  const registry = openModelRegistry('sqlite:///mlflow.db', context)
  try {
    await use(tracking, registry)
  } finally {
    await tracking.close()
    await registry.close()
  }
}

// The tables of MLflow 1.x, before logged models, aliases, workspaces and storage locations.
const OLD_SCHEMA = `
  CREATE TABLE experiments (experiment_id INTEGER PRIMARY KEY, name, artifact_location, lifecycle_stage);
  CREATE TABLE runs (run_uuid PRIMARY KEY, experiment_id INTEGER, artifact_uri, lifecycle_stage);
  CREATE TABLE registered_models (name PRIMARY KEY);
  CREATE TABLE model_versions (name, version INTEGER, current_stage, source);
  INSERT INTO experiments VALUES (1, 'e', '/e', 'active');
  INSERT INTO runs VALUES ('r', 1, '/e/r/artifacts', 'active');
  INSERT INTO registered_models VALUES ('m');
  INSERT INTO model_versions VALUES ('m', 1, 'Production', '/source')`

test('an old schema is read as far as it goes', async () => {
  const folder = changed(temporaryFolder(), OLD_SCHEMA)
  await withStores(folder, {}, async (tracking, registry) => {
    expect((await tracking.getRun('r')).artifactUri).toBe('/e/r/artifacts')
    await expect(tracking.getLoggedModel('m-1')).rejects.toThrow("Logged model with ID 'm-1' not found.")
    const query = { experimentId: '1', name: 'x', sourceRunId: 'r' }
    expect(await tracking.findLoggedModel(query)).toBeUndefined()
    expect(await registry.getLatestVersion('m', 'production')).toBe('1')
    expect(await registry.getDownloadUri('m', '1')).toBe('/source')
    await expect(registry.getVersionByAlias('m', 'a')).rejects.toThrow('Registered model alias a not found.')
  })
})

test('an old schema belongs to the default workspace', async () => {
  const folder = changed(temporaryFolder(), OLD_SCHEMA)
  await withStores(folder, workspace('default'), async (tracking, registry) => {
    expect((await tracking.getRun('r')).runId).toBe('r')
    expect(await registry.getLatestVersion('m', undefined)).toBe('1')
  })
  await withStores(folder, workspace('team'), async (tracking, registry) => {
    await expect(tracking.getRun('r')).rejects.toThrow('Run with id=r not found')
    await expect(registry.getLatestVersion('m', undefined)).rejects.toThrow(
      'Registered Model with name=m not found',
    )
  })
})

test('workspaces part runs and models only where they are enabled', async () => {
  const inRegistry = [
    'registered_models',
    'model_versions',
    'registered_model_aliases',
    'registered_model_tags',
  ]
  const folder = changed(
    recordedStores(),
    `UPDATE experiments SET workspace = 'team' WHERE experiment_id = 1;
     ${inRegistry.map((table) => `UPDATE ${table} SET workspace = 'team' WHERE name = 'a.b';`).join('')}`,
  )
  const inTeam = workspace(' team ')
  await withStores(folder, inTeam, async (tracking, registry) => {
    expect((await tracking.getRun(runId)).runId).toBe(runId)
    expect((await tracking.getLoggedModel(modelId)).modelId).toBe(modelId)
    expect(await registry.getDownloadUri('a.b', '1')).toBe('/recorded/source')
    await expect(registry.getDownloadUri("it's", '1')).rejects.toThrow(
      "Registered Model with name=it's not found",
    )
  })
  await withStores(folder, workspace('default'), async (tracking, registry) => {
    await expect(tracking.getRun(runId)).rejects.toThrow(`Run with id=${runId} not found`)
    await expect(tracking.getLoggedModel(modelId)).rejects.toThrow(
      `Logged model with ID '${modelId}' not found.`,
    )
    await expect(registry.getDownloadUri('a.b', '1')).rejects.toThrow(
      'Registered Model with name=a.b not found',
    )
  })
  // As in Python, MLFLOW_WORKSPACE alone means nothing to a database.
  await withStores(folder, { MLFLOW_WORKSPACE: 'team' }, async (tracking, registry) => {
    expect((await tracking.getRun(runId)).runId).toBe(runId)
    expect(await registry.getDownloadUri("it's", '1')).toBe('/recorded/source')
  })
})

test.each([
  [{ MLFLOW_ENABLE_WORKSPACES: 'TRUE' }, /^Active workspace is required\./],
  [
    { MLFLOW_ENABLE_WORKSPACES: 'yes', MLFLOW_WORKSPACE: 'x' },
    "MLFLOW_ENABLE_WORKSPACES value must be one of ['true', 'false', '1', '0'] (case-insensitive), but got yes",
  ],
])('%j is refused', async (environment, message) => {
  await withStores(recordedStores(), environment, async (tracking, registry) => {
    await expect(tracking.getRun(runId)).rejects.toThrow(message)
    await expect(registry.getLatestVersion('a.b', undefined)).rejects.toThrow(message)
  })
})

test("a database without MLflow's tables is an error that says what to do", async () => {
  const folder = changed(temporaryFolder(), 'CREATE TABLE x (y)')
  const expected = {
    code: 'INVALID_STATE',
    hint: expect.stringContaining('mlflow db upgrade sqlite:///mlflow.db'),
  }
  await withStores(folder, {}, async (tracking, registry) => {
    await expect(tracking.getRun('r')).rejects.toMatchObject(expected)
    await expect(tracking.getLoggedModel('m-1')).rejects.toMatchObject(expected)
    await expect(registry.getDownloadUri('m', '1')).rejects.toMatchObject(expected)
  })
  rmSync(join(folder, 'mlflow.db'))
  writeFileSync(join(folder, 'mlflow.db'), '')
  await withStores(folder, {}, (tracking) => expect(tracking.getRun('r')).rejects.toMatchObject(expected))
})

test.each(['NULL', "''", "x'2f'", '1'])(
  'a run whose artifact_uri is %s is in an invalid state',
  async (value) => {
    const folder = changed(recordedStores(), `UPDATE runs SET artifact_uri = CAST(${value} AS BLOB)`)
    await withStores(folder, {}, (tracking) =>
      expect(tracking.getRun(runId)).rejects.toMatchObject({
        code: 'INVALID_STATE',
        message: `Run '${runId}' metadata is in invalid state.`,
        hint: expect.stringContaining('artifact_uri'),
      }),
    )
  },
)

test('of logged models of one time, the one with the first id is found', async () => {
  const folder = changed(recordedStores(), 'UPDATE logged_models SET creation_timestamp_ms = 1')
  const ids = [modelId, recordedId('sqlite', 'second model of that name')].sort()
  await withStores(folder, {}, async (tracking) => {
    const found = await tracking.findLoggedModel({ experimentId: '1', name: 'my model', sourceRunId: runId })
    expect(found?.modelId).toBe(ids[0])
  })
})

test('an alias of a version that is gone is an error', async () => {
  const folder = changed(recordedStores(), 'UPDATE registered_model_aliases SET version = 11')
  await withStores(folder, {}, (_, registry) =>
    expect(registry.getVersionByAlias('model with space', 'champion')).rejects.toMatchObject({
      code: 'RESOURCE_DOES_NOT_EXIST',
      message: 'Model Version (name=model with space, version=11) not found',
    }),
  )
})

function workspace(name: string): StoreContext['environment'] {
  return { MLFLOW_ENABLE_WORKSPACES: 'true', MLFLOW_WORKSPACE: name }
}
