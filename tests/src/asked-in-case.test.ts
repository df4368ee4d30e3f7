import type { ServerResponse } from 'node:http'
import { createArtifacts } from 'mlflow-artifacts/compose'
import { describe, expect, onTestFinished, test } from 'vitest'
import { answerAsMlflow, type ListedEntry, PRETENDED_RUN } from './servers/answer-as-mlflow.ts'
import { startScriptedServer } from './servers/start-scripted-server.ts'

const SEARCH = '/api/2.0/mlflow/logged-models/search'
const MODEL = `m-${'b'.repeat(32)}`
const FILE: ListedEntry = { path: 'notes.txt', is_dir: false, file_size: 4 }
const TREE: Readonly<Record<string, readonly ListedEntry[]>> = {
  '': [{ path: 'd', is_dir: true }, FILE],
  d: [FILE],
}

function json(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value))
}

/** A server that has files of a run, and answers some requests as a test wants. */
async function serverWith(answers: Readonly<Record<string, (response: ServerResponse) => void>>) {
  const server = await startScriptedServer((request, response) => {
    const { pathname } = new URL(request.target, 'http://localhost')
    const answer = answers[pathname]
    if (answer !== undefined) answer(response)
    else answerAsMlflow(request, response, { list: (path) => TREE[path] ?? [], content: 'text' })
  })
  onTestFinished(() => server.close())
  return createArtifacts({
    trackingUri: server.uri,
    environment: { MLFLOW_HTTP_REQUEST_MAX_RETRIES: '0' },
  })
}

const REFUSALS: Readonly<Record<string, (response: ServerResponse) => void>> = {
  '401': (response) => json(response, 401, { message: 'Unauthorized' }),
  '403': (response) => json(response, 403, { error_code: 'PERMISSION_DENIED', message: 'Not yours' }),
  '400': (response) => json(response, 400, { error_code: 'INVALID_PARAMETER_VALUE', message: 'No filter' }),
  '405': (response) => response.writeHead(405).end('Method Not Allowed'),
  '500': (response) => json(response, 500, { error_code: 'INTERNAL_ERROR', message: 'Broken' }),
  '503': (response) => response.writeHead(503).end('busy'),
  'a login page': (response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Sign in</html>'),
  'another answer': (response) => json(response, 200, { models: [{ info: { name: 'd' } }] }),
  'a connection that is closed': (response) => response.destroy(),
  'a model that may not be read': (response) =>
    json(response, 200, {
      models: [
        {
          info: {
            model_id: MODEL,
            experiment_id: '1',
            name: 'd',
            artifact_uri: 'mlflow-artifacts:/x',
            source_run_id: PRETENDED_RUN,
          },
        },
      ],
    }),
}

describe.each(Object.entries(REFUSALS))('where logged models are answered with %s', (_name, refuse) => {
  const start = () =>
    serverWith({
      [SEARCH]: refuse,
      [`/api/2.0/mlflow/logged-models/${MODEL}`]: (response) => json(response, 403, {}),
    })

  test('the files of a run are found all the same', async () => {
    const artifacts = await start()
    const uri = `runs:/${PRETENDED_RUN}/d`
    await expect(artifacts.downloadArtifacts(uri)).resolves.toMatch(/\/d$/)
    await expect(artifacts.downloadArtifacts(`${uri}/notes.txt`)).resolves.toMatch(/\/notes\.txt$/)
    expect(await artifacts.loadText(`${uri}/notes.txt`)).toBe('text')
    expect((await artifacts.listArtifacts(uri)).map(({ path }) => path)).toEqual(['d/notes.txt'])
    expect(await artifacts.listArtifacts(`${uri}/notes.txt`)).toEqual([])
    const walked: string[] = []
    for await (const { path } of artifacts.walkArtifacts(uri)) walked.push(path)
    expect(walked).toEqual(['d/notes.txt'])
    expect(await artifacts.statArtifact(uri)).toMatchObject({ isDir: true })
    const { body } = await artifacts.openArtifact(`${uri}/notes.txt`)
    for await (const chunk of body) expect(String(chunk)).toBe('text')
  })
})

test('where only a logged model could have it, its refusal is the answer', async () => {
  const artifacts = await serverWith({
    [SEARCH]: (response) => REFUSALS[403]?.(response),
    [`/api/2.0/mlflow-artifacts/artifacts/1/${PRETENDED_RUN}/artifacts/model`]: (response) =>
      json(response, 404, { error_code: 'RESOURCE_DOES_NOT_EXIST', message: 'No such artifact' }),
  })
  const uri = `runs:/${PRETENDED_RUN}/model`
  const refused = { code: 'PERMISSION_DENIED', message: expect.stringContaining('Not yours') }
  await expect(artifacts.downloadArtifacts(uri)).rejects.toMatchObject(refused)
  await expect(artifacts.listArtifacts(uri)).rejects.toMatchObject(refused)
  await expect(artifacts.statArtifact(uri)).rejects.toMatchObject(refused)
  await expect(artifacts.openArtifact(uri)).rejects.toMatchObject(refused)
})

test('an abort meanwhile is one', async () => {
  const controller = new AbortController()
  const reason = new Error('enough')
  const artifacts = await serverWith({ [SEARCH]: () => controller.abort(reason) })
  const call = artifacts.downloadArtifacts(`runs:/${PRETENDED_RUN}/d`, { signal: controller.signal })
  await expect(call).rejects.toBe(reason)
})

describe('whether a registered model is a prompt', () => {
  const VERSION = '/api/2.0/mlflow/model-versions/get-download-uri'
  const NAMED = '/api/2.0/mlflow/registered-models/get'
  const found = (response: ServerResponse) =>
    json(response, 200, { artifact_uri: `mlflow-artifacts:/1/${PRETENDED_RUN}/artifacts/d` })

  test.each([401, 403, 404])('may be answered with %i', async (status) => {
    const artifacts = await serverWith({
      [NAMED]: (response) => response.writeHead(status).end(),
      [VERSION]: found,
    })
    expect(await artifacts.loadText('models:/name/1/notes.txt')).toBe('text')
  })

  test('is still the first to say that there is none', async () => {
    const missing = {
      error_code: 'RESOURCE_DOES_NOT_EXIST',
      message: 'Registered Model with name=name not found',
    }
    const artifacts = await serverWith({
      [NAMED]: (response) => json(response, 404, missing),
      [VERSION]: found,
    })
    await expect(artifacts.downloadArtifacts('models:/name/1')).rejects.toMatchObject({
      code: 'RESOURCE_DOES_NOT_EXIST',
    })
  })
})
