import { describe, expect, test } from 'vitest'
import { failureOf, NOT_FOUND_PAGE, storesOf } from '../../test/rest-stores.ts'

const QUERY = { experimentId: '1', name: 'model', sourceRunId: 'run' }

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

  test.each([{ models: {} }, { models: [1] }, { models: [{}] }])('%j lists no models', async (body) => {
    const { tracking } = await storesOf(() => ({ body }))
    expect(await failureOf(tracking.findLoggedModel(QUERY))).toMatchObject({ code: 'INVALID_STATE' })
  })
})
