import { describe, expect, test } from 'vitest'
import { failureOf, storesOf } from '../../test/rest-stores.ts'

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
