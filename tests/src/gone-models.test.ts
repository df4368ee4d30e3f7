import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bytesFile, startFaultServer } from '@mlflow-artifacts/testing/fault-server'
import { createArtifacts } from 'mlflow-artifacts/compose'
import { describe, expect, onTestFinished, test } from 'vitest'
import { storeBackends, storeVariables } from './faults/store-backends.ts'
import { answerAsMlflow, PRETENDED_RUN } from './servers/answer-as-mlflow.ts'
import { startScriptedServer } from './servers/start-scripted-server.ts'

const MODEL = `m-${'b'.repeat(32)}`

/** A server whose registry and logged models lead to a root, and a store where nothing is left of it. */
async function start(root: string) {
  const store = await startFaultServer({ files: [['other/MLmodel', bytesFile('x')]] })
  const info = {
    model_id: MODEL,
    experiment_id: '1',
    name: 'model',
    artifact_uri: root,
    source_run_id: PRETENDED_RUN,
  }
  const answers: Readonly<Record<string, unknown>> = {
    '/api/2.0/mlflow/registered-models/get': { registered_model: { name: 'name' } },
    '/api/2.0/mlflow/registered-models/alias': { model_version: { name: 'name', version: '1' } },
    '/api/2.0/mlflow/model-versions/get-download-uri': { artifact_uri: root },
    '/api/2.0/mlflow/logged-models/search': { models: [{ info }] },
    [`/api/2.0/mlflow/logged-models/${MODEL}`]: { model: { info } },
  }
  const server = await startScriptedServer((request, response) => {
    const answer = answers[new URL(request.target, 'http://localhost').pathname]
    if (answer === undefined) answerAsMlflow(request, response, { list: () => [] })
    else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
  })
  const folder = await mkdtemp(join(tmpdir(), 'gone-'))
  onTestFinished(async () => {
    await Promise.all([store.close(), server.close(), rm(folder, { recursive: true })])
  })
  const artifacts = createArtifacts({
    trackingUri: server.uri,
    backends: storeBackends(),
    environment: { HOME: '/nonexistent', ...storeVariables(store.origin) },
  })
  return { artifacts, folder }
}

const ROOTS = [
  's3://bucket/models/1',
  's3://bucket/models/1/',
  'gs://bucket/models/1',
  'mlflow-artifacts:/1/models/m/artifacts',
  `runs:/${PRETENDED_RUN}/gone`,
]

describe.each(ROOTS)('a model whose files are gone from %s', (root) => {
  test.each([
    'models:/name/1',
    'models:/name/1/',
    'models:/name@champion',
    `models:/${MODEL}`,
    `runs:/${PRETENDED_RUN}/model`,
  ])('is missing as %s', async (uri) => {
    const { artifacts, folder } = await start(root)
    for (const dstPath of [undefined, folder]) {
      await expect(artifacts.downloadArtifacts(uri, { dstPath })).rejects.toMatchObject({
        code: 'RESOURCE_DOES_NOT_EXIST',
      })
    }
    expect((await readdir(folder, { recursive: true })).filter((name) => name !== 'model')).toEqual([])
  })
})

test('a run without artifacts is an empty directory', async () => {
  const { artifacts, folder } = await start(`mlflow-artifacts:/1/${PRETENDED_RUN}/artifacts`)
  expect(await artifacts.downloadArtifacts(`runs:/${PRETENDED_RUN}`, { dstPath: folder })).toBe(folder)
})

test('a folder that holds nothing is no model, either', async () => {
  const root = await mkdtemp(join(tmpdir(), 'empty-model-'))
  onTestFinished(() => rm(root, { recursive: true }))
  await mkdir(join(root, 'empty'))
  const { artifacts, folder } = await start(join(root, 'empty'))
  await expect(artifacts.downloadArtifacts('models:/name/1', { dstPath: folder })).rejects.toMatchObject({
    code: 'RESOURCE_DOES_NOT_EXIST',
  })
})
