import { getEventListeners } from 'node:events'
import { MlflowError, RestError } from '@mlflow-artifacts/repository'
import { describe, expect, test } from 'vitest'
import {
  contextOf,
  type ScriptedAnswer,
  type ScriptedServer,
  scriptedServer,
} from '../../test/scripted-server.ts'
import { type ModelRegistry, openModelRegistry, openTrackingStore, type TrackingStore } from '../index.ts'

const NOT_FOUND_PAGE = {
  status: 404,
  contentType: 'text/html; charset=utf-8',
  body: '<!doctype html>\n<html lang=en>\n<title>404 Not Found</title>\n<h1>Not Found</h1>\n',
}

const RUN_INFO = {
  run_uuid: 'abc',
  experiment_id: '1',
  artifact_uri: 'mlflow-artifacts:/1/abc/artifacts',
  lifecycle_stage: 'active',
  run_id: 'abc',
}

const QUERY = { experimentId: '1', name: 'model', sourceRunId: 'run' }

interface Stores {
  readonly tracking: TrackingStore
  readonly registry: ModelRegistry
  readonly server: ScriptedServer
}

async function storesOf(answer: (line: string) => ScriptedAnswer | undefined, path = ''): Promise<Stores> {
  const server = await scriptedServer(answer)
  const uri = server.uri + path
  const context = contextOf(uri)
  return { tracking: openTrackingStore(uri, context), registry: openModelRegistry(uri, context), server }
}

function loggedModel(name: string, sourceRunId: string, modelId = 'm-1') {
  const info = {
    model_id: modelId,
    experiment_id: '1',
    name,
    artifact_uri: 's3://b/m',
    source_run_id: sourceRunId,
  }
  return { info, data: {} }
}

async function failureOf(promise: Promise<unknown>): Promise<MlflowError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!MlflowError.isInstance(error)) throw new Error('no MlflowError', { cause: error })
  return error
}

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

  test.each([{ models: {} }, { models: [1] }, { models: [{}] }])('%j lists no models', async (body) => {
    const { tracking } = await storesOf(() => ({ body }))
    expect(await failureOf(tracking.findLoggedModel(QUERY))).toMatchObject({ code: 'INVALID_STATE' })
  })

  test.each([
    [[{ version: '9' }, { version: '10' }, { version: 2 }], '10'],
    [
      '{"model_versions": [{"version": 9007199254740993}, {"version": "9007199254740992"}]}',
      '9007199254740993',
    ],
  ])('of the versions %j the highest is %s', async (versions, latest) => {
    const { registry } = await storesOf(() => ({
      body: typeof versions === 'string' ? versions : { model_versions: versions },
    }))
    expect(await registry.getLatestVersion('m', undefined)).toBe(latest)
  })

  test('a version that is no integer is refused', async () => {
    const { registry } = await storesOf(() => ({ body: { model_versions: [{ version: 'x' }] } }))
    expect(await failureOf(registry.getLatestVersion('m', undefined))).toMatchObject({
      code: 'INVALID_STATE',
      message: expect.stringContaining("'model_versions[0].version'"),
    })
  })
})

describe('failures', () => {
  test.each([
    [
      401,
      'UNAUTHENTICATED',
      /MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN/,
    ],
    [403, 'PERMISSION_DENIED', /permission/],
    [404, 'ENDPOINT_NOT_FOUND', /path prefix/],
    [409, 'ALREADY_EXISTS', undefined],
    [418, 'INTERNAL_ERROR', undefined],
    [501, 'NOT_IMPLEMENTED', undefined],
  ] as const)('a text with status %i is %s', async (status, code, hint) => {
    const { tracking } = await storesOf(() => ({
      status,
      contentType: 'text/html',
      body: 'Permission denied',
    }))
    const error = await failureOf(tracking.getRun('abc'))
    expect(error).toMatchObject({
      code,
      message:
        `API request to endpoint /api/2.0/mlflow/runs/get failed with error code ${status} != 200. ` +
        "Response body: 'Permission denied'",
    })
    if (hint === undefined) expect(error.hint).toBeUndefined()
    else expect(error.hint).toMatch(hint)
  })

  test('a JSON object is a RestError', async () => {
    const body = {
      error_code: 'RESOURCE_DOES_NOT_EXIST',
      message: 'Run with id=bad not found',
      sqlstate: 'KAM00',
      error_class: 'RESOURCE_NOT_FOUND',
    }
    const { tracking } = await storesOf(() => ({ status: 404, body }))
    const error = await failureOf(tracking.getRun('bad'))
    expect(error).toBeInstanceOf(RestError)
    expect(error).toMatchObject({
      code: 'RESOURCE_DOES_NOT_EXIST',
      message: 'RESOURCE_DOES_NOT_EXIST: Run with id=bad not found',
      status: 404,
      sqlstate: 'KAM00',
      errorClass: 'RESOURCE_NOT_FOUND',
      body,
      hint: undefined,
    })
  })

  test.each([
    ['[]', '[]'],
    [{ error_code: [], message: null }, 'INTERNAL_ERROR: None'],
    [
      { error_code: 'X', a: [1, true, null, { "it's": 'b' }] },
      "X: Response: {'error_code': 'X', 'a': [1, True, None, {\"it's\": 'b'}]}",
    ],
    [
      '{"x": [NaN, -Infinity, 9007199254740993]}',
      "INTERNAL_ERROR: Response: {'x': [nan, -inf, 9007199254740993]}",
    ],
  ])('%j is shown as Python shows it', async (body, message) => {
    const { tracking } = await storesOf(() => ({ status: 400, body }))
    expect((await failureOf(tracking.getRun('bad'))).message).toContain(message)
  })

  test.each(['text/html', 'application/json'])(
    'a login page sent as %s is no answer',
    async (contentType) => {
      const body = `<html>${'x'.repeat(5000)}<a href="http://user:s3cret@idp/?state=s3cret">Sign in</a></html>`
      const { tracking } = await storesOf(() => ({ contentType, body }))
      const error = await failureOf(tracking.getRun('abc'))
      expect(error.code).toBe('UNAUTHENTICATED')
      expect(error.message).toContain(
        'API request to endpoint was successful but the response body was not in a valid JSON',
      )
      expect(error.message.length).toBeLessThan(1500)
      expect(error.hint).toContain('MLFLOW_TRACKING_TOKEN')
    },
  )

  test.each(['[1]', '"text"', 'null', 'hello', '{"run": ', `${'['.repeat(100_000)}`])(
    'a 200 that is no object is an error',
    async (body) => {
      const { tracking } = await storesOf(() => ({ body }))
      expect(await failureOf(tracking.getRun('abc'))).toMatchObject({ code: 'INTERNAL_ERROR' })
    },
  )

  test('what an object repeats of secrets is not shown', async () => {
    const sent = 'Authorization: Bearer s3cret.s3cret, from https://user:s3cret@host/?token=s3cret'
    const body = { error_code: 403, message: `Refused "Basic classification": ${sent}`, details: [sent] }
    const { tracking } = await storesOf(() => ({ status: 403, body }))
    const error = await failureOf(tracking.getRun('abc'))
    expect(error.message).toBe(
      '403: Refused "Basic classification": Authorization: Bearer REDACTED, from https://host/?token=REDACTED',
    )
    expect(JSON.stringify(error)).not.toContain('s3cret')
  })

  test('what a page holds of secrets is not shown', async () => {
    const body =
      'see https://user:s3cret@host/x?X-Amz-Signature=s3cret, you sent Authorization: Bearer s3cret.s3cret and Basic czNjcmV0OnMz'
    const { tracking } = await storesOf(() => ({ status: 400, body }))
    const { message } = await failureOf(tracking.getRun('abc'))
    expect(message).toContain('see https://host/x?X-Amz-Signature=REDACTED')
    expect(message).not.toMatch(/s3cret|czNjcmV0/)
  })

  test('what the client gives up on is reported as it says', async () => {
    const { tracking, server } = await storesOf(() => ({
      status: 500,
      contentType: 'text/html',
      body: '<html>',
    }))
    const error = await failureOf(tracking.getRun('abc'))
    expect(error).toMatchObject({ retryable: true, uri: expect.stringContaining(server.uri) })
    expect(error.message).toContain('too many 500 error responses')
  })

  test('an answer that breaks off is an error', async () => {
    const { tracking } = await storesOf(() => ({ body: '{"run": ', breaksOff: true }))
    expect(await failureOf(tracking.getRun('abc'))).toMatchObject({ retryable: true })
  })
})

describe('findLoggedModel', () => {
  test('pages until the run is found, and not further', async () => {
    const pages = new Map([
      [undefined, { models: [loggedModel('model', 'other')], next_page_token: 'a' }],
      ['a', { next_page_token: 'b' }],
      [
        'b',
        {
          models: [loggedModel('MODEL', 'run', 'm-2'), loggedModel('model', 'run', 'm-3')],
          next_page_token: 'c',
        },
      ],
    ])
    const { tracking, server } = await storesOf((line) => {
      const { page_token: token } = JSON.parse(line.slice(line.indexOf('{')))
      return { body: pages.get(token) ?? {} }
    })
    expect(await tracking.findLoggedModel(QUERY)).toEqual({
      modelId: 'm-3',
      experimentId: '1',
      name: 'model',
      artifactUri: 's3://b/m',
      sourceRunId: 'run',
    })
    const search =
      'POST /api/2.0/mlflow/logged-models/search {"experiment_ids":["1"],"filter":"name = \'model\'"'
    expect(server.requests).toEqual([
      `${search}}`,
      `${search},"page_token":"a"}`,
      `${search},"page_token":"b"}`,
    ])
  })

  test.each([
    [{ a: 'a' }, 2],
    [{ a: 'b', b: 'a' }, 3],
  ])('pages that lead in a circle end', async (next: Readonly<Record<string, string>>, requests) => {
    const { tracking, server } = await storesOf((line) => {
      const token: string = JSON.parse(line.slice(line.indexOf('{'))).page_token ?? ''
      return { body: { next_page_token: next[token] ?? 'a' } }
    })
    expect(await failureOf(tracking.findLoggedModel(QUERY))).toMatchObject({ code: 'INVALID_STATE' })
    expect(server.requests.length).toBe(requests)
  })

  // Each filter was tried on a real server, which found the model.
  test.each([
    ["it's", "name IN ('it\\x27s')"],
    ["'", "name IN ('\\x27')"],
    ["a\\'\n", "name IN ('a\\x5c\\x27\\x0a')"],
    ['say "x"\\', `name = 'say "x"\\'`],
  ])('the name %j is literal', async (name, filter) => {
    const { tracking, server } = await storesOf(() => ({ body: { models: [loggedModel(name, 'run')] } }))
    expect(await tracking.findLoggedModel({ ...QUERY, name })).toMatchObject({ name })
    expect(server.requests.map((line) => JSON.parse(line.slice(line.indexOf('{'))).filter)).toEqual([filter])
  })

  test('a server that refuses to look for a quote has no model of that name', async () => {
    const { tracking } = await storesOf(() => ({
      status: 400,
      body: { error_code: 'INVALID_PARAMETER_VALUE', message: 'Invalid filter string' },
    }))
    expect(await tracking.findLoggedModel({ ...QUERY, name: "it's" })).toBeUndefined()
    expect(await failureOf(tracking.findLoggedModel(QUERY))).toMatchObject({
      code: 'INVALID_PARAMETER_VALUE',
    })
  })

  test.each([NOT_FOUND_PAGE, { status: 404, body: { error_code: 'ENDPOINT_NOT_FOUND', message: 'x' } }])(
    'a server without logged models has none',
    async (answer) => {
      const { tracking } = await storesOf(() => answer)
      expect(await tracking.findLoggedModel(QUERY)).toBeUndefined()
      expect(await failureOf(tracking.getLoggedModel('m-1'))).toMatchObject({ code: 'ENDPOINT_NOT_FOUND' })
    },
  )
})

describe('the registry', () => {
  test('asks a server that knows the older method only', async () => {
    const { registry, server } = await storesOf((line) =>
      line.startsWith('POST')
        ? { status: 404, body: { error_code: 'ENDPOINT_NOT_FOUND', message: 'x' } }
        : { body: { model_versions: [{ version: '3' }] } },
    )
    expect(await registry.getLatestVersion('a b', 'Production')).toBe('3')
    expect(server.requests).toEqual([
      'POST /api/2.0/mlflow/registered-models/get-latest-versions {"name":"a b","stages":["Production"]}',
      'GET /api/2.0/mlflow/registered-models/get-latest-versions?name=a+b&stages=Production',
    ])
  })

  test('refuses a prompt before it asks where it is', async () => {
    const { registry, server } = await storesOf(() => ({
      body: { registered_model: { name: 'p', tags: [{ key: 'mlflow.prompt.is_prompt', value: 'true' }] } },
    }))
    expect(await failureOf(registry.getDownloadUri('p', '1'))).toMatchObject({
      code: 'RESOURCE_DOES_NOT_EXIST',
      message: "Registered Model with name='p' not found.",
    })
    expect(server.requests.length).toBe(1)
  })

  test('takes a version with the alias for what it is', async () => {
    const { registry } = await storesOf(() => ({ body: { model_version: { name: 'm', version: 4 } } }))
    expect(await registry.getVersionByAlias('m', 'champion')).toBe('4')
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
