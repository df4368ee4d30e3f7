import { cpSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { contextIn, recordedId, recordedStores, temporaryFolder } from '../../test/recorded-store.ts'
import { openModelRegistry } from '../open-model-registry.ts'
import { openTrackingStore } from '../open-tracking-store.ts'

const experiment = recordedId('file', 'experiment')
const runId = recordedId('file', 'run of experiment')
const modelId = recordedId('file', 'model')

test('a plain path is decoded once, as a file URI is', async () => {
  const folder = recordedStores()
  renameSync(join(folder, 'mlruns'), join(folder, 'a b#c'))
  for (const uri of ['a%20b%23c', './a b#c', 'file:a%20b%23c', pathToFileURL(join(folder, 'a b#c')).href]) {
    const run = await openTrackingStore(uri, contextIn(folder)).getRun(runId)
    expect(run.experimentId).toBe(experiment)
  }
})

test('a folder that does not exist is not created', async () => {
  const folder = temporaryFolder()
  const context = contextIn(folder)
  const expected = {
    code: 'RESOURCE_DOES_NOT_EXIST',
    message: `The file store '${join(folder, 'mlruns')}' does not exist.`,
  }
  await expect(openTrackingStore('mlruns', context).getRun(runId)).rejects.toMatchObject(expected)
  await expect(openModelRegistry('mlruns', context).getDownloadUri('m', '1')).rejects.toMatchObject(expected)
  expect(readdirSync(folder)).toEqual([])
})

test('a file is no file store', async () => {
  const context = contextIn(recordedStores())
  const lookup = openTrackingStore('mlflow.db', context).getRun(runId)
  await expect(lookup).rejects.toMatchObject({
    code: 'INVALID_PARAMETER_VALUE',
    hint: expect.stringContaining('sqlite:///'),
  })
})

test('an empty folder has no runs and no models', async () => {
  const context = contextIn(temporaryFolder())
  await expect(openTrackingStore('.', context).getRun('x')).rejects.toThrow("Run 'x' not found")
  await expect(openModelRegistry('.', context).getLatestVersion('x', undefined)).rejects.toThrow(
    'Registered Model with name=x not found',
  )
})

test.each(['metrics', 'params', 'artifacts'])('a folder without %s is no run', async (name) => {
  const folder = recordedStores()
  rmSync(join(folder, 'mlruns', experiment, runId, name), { recursive: true })
  await expect(openTrackingStore('mlruns', contextIn(folder)).getRun(runId)).rejects.toThrow(
    `Run '${runId}' not found`,
  )
})

test('a run in the artifacts of another one is not found', async () => {
  const folder = recordedStores()
  const run = join(folder, 'mlruns', experiment, runId)
  cpSync(run, join(folder, 'forged'), { recursive: true })
  renameSync(join(folder, 'forged'), join(run, 'artifacts', 'forged'))
  await expect(openTrackingStore('mlruns', contextIn(folder)).getRun('forged')).rejects.toThrow(
    "Run 'forged' not found",
  )
})

test('a copy of a run under another name is refused', async () => {
  const folder = recordedStores()
  const runs = join(folder, 'mlruns', experiment)
  cpSync(join(runs, runId), join(runs, 'copy'), { recursive: true })
  await expect(openTrackingStore('mlruns', contextIn(folder)).getRun('copy')).rejects.toMatchObject({
    code: 'INVALID_STATE',
    message: "Run 'copy' metadata is in invalid state.",
  })
})

test('a logged model without a meta.yaml is passed over by the search, and reported by its id', async () => {
  const folder = recordedStores()
  const newest = recordedId('file', 'second model of that name')
  rmSync(join(folder, 'mlruns', experiment, 'models', newest, 'meta.yaml'))
  const store = openTrackingStore('mlruns', contextIn(folder))
  const found = await store.findLoggedModel({
    experimentId: experiment,
    name: 'my model',
    sourceRunId: runId,
  })
  expect(found?.modelId).toBe(modelId)
  await expect(store.getLoggedModel(newest)).rejects.toThrow(/^Yaml file '.*meta.yaml' does not exist\.$/)
})

test('a logged model of another experiment is refused', async () => {
  const folder = recordedStores()
  const root = join(folder, 'mlruns')
  mkdirSync(join(root, '7', 'models'), { recursive: true })
  renameSync(join(root, experiment, 'models', modelId), join(root, '7', 'models', modelId))
  await expect(openTrackingStore('mlruns', contextIn(folder)).getLoggedModel(modelId)).rejects.toMatchObject({
    code: 'INVALID_STATE',
    message: `Model '${modelId}' metadata is in invalid state.`,
  })
})

test('an alias file that holds no number is an error', async () => {
  const folder = recordedStores()
  const model = join(folder, 'mlruns', 'models', 'model with space')
  writeFileSync(join(model, 'aliases', 'champion'), '../3')
  const registry = openModelRegistry('mlruns', contextIn(folder))
  await expect(registry.getVersionByAlias('model with space', 'champion')).rejects.toThrow(
    "Parameter 'version' must be an integer, got '../3'.",
  )
  writeFileSync(join(model, 'aliases', 'champion'), '3\n')
  expect(await registry.getVersionByAlias('model with space', 'champion')).toBe('3')
  writeFileSync(join(model, 'aliases', 'champion'), '11')
  await expect(registry.getVersionByAlias('model with space', 'champion')).rejects.toThrow(
    'Model Version (name=model with space, version=11) not found',
  )
})

test('a broken version does not keep a later one from being the latest', async () => {
  const folder = recordedStores()
  const model = join(folder, 'mlruns', 'models', 'model with space')
  writeFileSync(join(model, 'version-3', 'meta.yaml'), '[')
  const registry = openModelRegistry('mlruns', contextIn(folder))
  expect(await registry.getLatestVersion('model with space', 'Production')).toBe('9')
  await expect(registry.getDownloadUri('model with space', '3')).rejects.toMatchObject({
    code: 'INVALID_STATE',
    message: 'Model Version (name=model with space, version=3) metadata is in invalid state.',
  })
})

test('an aborted lookup rejects with its reason', async () => {
  const context = contextIn(recordedStores())
  const reason = new Error('enough')
  const options = { signal: AbortSignal.abort(reason) }
  await expect(openTrackingStore('mlruns', context).getRun(runId, options)).rejects.toBe(reason)
  await expect(openModelRegistry('mlruns', context).getLatestVersion('a.b', undefined, options)).rejects.toBe(
    reason,
  )
})
