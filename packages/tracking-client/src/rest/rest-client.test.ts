import { getEventListeners } from 'node:events'
import { describe, expect, test } from 'vitest'
import { failureOf, NOT_FOUND_PAGE, storesOf } from '../../test/rest-stores.ts'
import { contextOf, scriptedServer } from '../../test/scripted-server.ts'
import { openModelRegistry, openTrackingStore } from '../index.ts'

const RUN_INFO = {
  run_uuid: 'abc',
  experiment_id: '1',
  artifact_uri: 'mlflow-artifacts:/1/abc/artifacts',
  lifecycle_stage: 'active',
  run_id: 'abc',
}

const QUERY = { experimentId: '1', name: 'model', sourceRunId: 'run' }

describe('the URI of a server', () => {
  test.each(['/a/path', '/a/path/', '', '/'])('with the path %j', async (path) => {
    const { tracking, server } = await storesOf(() => ({ body: { run: { info: RUN_INFO } } }), path)
    await tracking.getRun('abc')
    const prefix = path.replace(/\/$/, '')
    expect(server.requests).toEqual([`GET ${prefix}/api/2.0/mlflow/runs/get?run_uuid=abc&run_id=abc`])
  })

  test('shows user and password nowhere', async () => {
    const server = await scriptedServer(() => NOT_FOUND_PAGE)
    const uri = server.uri.replace('//', '//canary-user:canary-p%40ss@')
    const context = contextOf(uri)
    for (const store of [openTrackingStore(uri, context), openModelRegistry(uri, context)]) {
      expect(store.uri).toBe(server.uri)
    }
    const error = await failureOf(openTrackingStore(uri, context).getRun('abc'))
    expect(error.uri).toBe(`${server.uri}/api/2.0/mlflow/runs/get`)
    expect(JSON.stringify({ ...error, message: error.message })).not.toContain('canary')
  })

  test.each(['http://', 'http://user:s3cret#@host/', 'https://host/?token=s3cret', 'http://host/#x'])(
    '%s is refused',
    (uri) => {
      for (const open of [openTrackingStore, openModelRegistry]) {
        expect(() => open(uri, contextOf(uri))).toThrow(
          expect.objectContaining({
            code: 'INVALID_PARAMETER_VALUE',
            message: expect.not.stringContaining('s3cret'),
          }),
        )
      }
    },
  )
})

describe('answers', () => {
  test('JSON that only Python writes is read', async () => {
    const { tracking } = await storesOf(() => ({
      body:
        '{"run": {"__proto__": {"info": 1}, "data": {"metrics": [{"value": NaN}, {"value": -Infinity}]}, "info": ' +
        '{"run_id": "abc", "experiment_id": 9007199254740993, "artifact_uri": "s3://b/a", "lifecycle_stage": "deleted"}}}',
    }))
    expect(await tracking.getRun('abc')).toEqual({
      runId: 'abc',
      experimentId: '9007199254740993',
      artifactUri: 's3://b/a',
      lifecycleStage: 'deleted',
    })
  })

  test.each<[body: unknown, field: string]>([
    ['', 'run'],
    ['200 OK', 'run'],
    [{ run: null }, 'run'],
    [{ run: [] }, 'run'],
    ['{"__proto__": {"run": {"info": {}}}}', 'run'],
    [{ run: {} }, 'run.info'],
    [{ run: { info: { ...RUN_INFO, artifact_uri: undefined } } }, 'run.info.artifact_uri'],
    [{ run: { info: { ...RUN_INFO, artifact_uri: '' } } }, 'run.info.artifact_uri'],
    [{ run: { info: { ...RUN_INFO, artifact_uri: ['x'] } } }, 'run.info.artifact_uri'],
    [{ run: { info: { ...RUN_INFO, experiment_id: 1.5 } } }, 'run.info.experiment_id'],
  ])('%j lacks what a run needs', async (body, field) => {
    const { tracking, server } = await storesOf(() => ({ body }))
    const endpoint = `${server.uri}/api/2.0/mlflow/runs/get`
    const error = await failureOf(tracking.getRun('abc'))
    expect(error).toMatchObject({ code: 'INVALID_STATE', uri: endpoint })
    expect(error.message).toContain(`The answer of ${endpoint} `)
    expect(error.message).toContain(`'${field}'`)
  })
})

test('an abort rejects with its reason, and leaves no listener behind', async () => {
  const { tracking, registry, server } = await storesOf(() => undefined)
  const controller = new AbortController()
  const { signal } = controller
  const pending = [
    tracking.getRun('abc', { signal }),
    tracking.findLoggedModel(QUERY, { signal }),
    registry.getLatestVersion('m', undefined, { signal }),
  ]
  const reasons = Promise.allSettled(pending)
  await expect.poll(() => server.requests.length).toBe(pending.length)
  const reason = new Error('enough')
  controller.abort(reason)
  expect(await reasons).toEqual(pending.map(() => ({ status: 'rejected', reason })))
  await expect(registry.getVersionByAlias('m', 'a', { signal })).rejects.toBe(reason)
  expect(server.requests.length).toBe(pending.length)
  expect(getEventListeners(signal, 'abort')).toEqual([])
})
