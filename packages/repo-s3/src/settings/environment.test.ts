import { bytesFile } from '@mlflow-artifacts/testing/fault-server'
import { describe, expect, test } from 'vitest'
import { failureOf, pathsOf, textOf } from '../../test/collect.ts'
import { SECRET, startStore } from '../../test/start-store.ts'
import { environmentCredentials } from '../credentials/environment-credentials.ts'
import { s3Settings } from './s3-settings.ts'

describe('the endpoint', () => {
  const urls = {
    MLFLOW_S3_ENDPOINT_URL: 'http://of-mlflow:1',
    AWS_ENDPOINT_URL_S3: 'http://of-s3:2',
    AWS_ENDPOINT_URL: 'http://of-aws:3',
  }
  test.each([
    [urls, urls.MLFLOW_S3_ENDPOINT_URL],
    [{ ...urls, MLFLOW_S3_ENDPOINT_URL: '' }, urls.AWS_ENDPOINT_URL_S3],
    [{ AWS_ENDPOINT_URL: urls.AWS_ENDPOINT_URL }, urls.AWS_ENDPOINT_URL],
    [{ ...urls, MLFLOW_S3_ENDPOINT_URL: undefined, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' }, undefined],
    [{}, undefined],
  ])('of %j is %s, and a custom one is spoken to by path', (environment, endpoint) => {
    expect(s3Settings(environment)).toMatchObject({ endpoint, forcePathStyle: endpoint !== undefined })
  })

  test.each([
    ['path', {}, true],
    ['virtual', urls, false],
    ['auto', urls, true],
  ])('by MLFLOW_BOTO_CLIENT_ADDRESSING_STYLE=%s', (style, environment, forcePathStyle) => {
    const variables = { ...environment, MLFLOW_BOTO_CLIENT_ADDRESSING_STYLE: style }
    expect(s3Settings(variables).forcePathStyle).toBe(forcePathStyle)
  })
})

test.each([
  ['MLFLOW_S3_ENDPOINT_URL', 'localhost:9000', 'INVALID_PARAMETER_VALUE'],
  ['AWS_ENDPOINT_URL', 'ftp://user:c4n4ry-secret@host', 'INVALID_PARAMETER_VALUE'],
  ['MLFLOW_BOTO_CLIENT_ADDRESSING_STYLE', 'host', 'INVALID_PARAMETER_VALUE'],
  ['MLFLOW_EXPERIMENTAL_S3_SIGNATURE_VERSION', 's3', 'NOT_IMPLEMENTED'],
  ['MLFLOW_S3_IGNORE_TLS', 'maybe', 'INVALID_PARAMETER_VALUE'],
  ['AWS_CA_BUNDLE', '/nonexistent', 'INVALID_PARAMETER_VALUE'],
  ['AWS_MAX_ATTEMPTS', 'many', 'INVALID_PARAMETER_VALUE'],
])('%s=%s is refused', async (variable, value, code) => {
  const { repository } = await startStore({})
  const call = async () => {
    const endpoint = variable === 'AWS_CA_BUNDLE' ? { MLFLOW_S3_ENDPOINT_URL: 'https://127.0.0.1:1' } : {}
    const other = variable.includes('ENDPOINT') ? { MLFLOW_S3_ENDPOINT_URL: undefined } : {}
    return await pathsOf(repository({ environment: { ...endpoint, ...other, [variable]: value } }).list(''))
  }
  const error = await failureOf(call())
  expect(error.code).toBe(code)
  expect(error.message).toContain(variable)
})

describe('the region', () => {
  const signedFor = async (environment: Record<string, string | undefined>): Promise<string | undefined> => {
    const { server, repository } = await startStore({ 'root/a': 'a' })
    await textOf(repository({ environment: { AWS_DEFAULT_REGION: undefined, ...environment } }).open('a'))
    return /\/([^/]+)\/s3\//.exec(server.requests[0]?.headers.authorization ?? '')?.[1]
  }
  test.each([
    [{ AWS_DEFAULT_REGION: 'eu-west-1', AWS_REGION: 'eu-west-2' }, 'eu-west-1'],
    [{ AWS_REGION: 'eu-west-2' }, 'eu-west-2'],
  ])('of %j is %s', async (environment, region) => {
    expect(await signedFor(environment)).toBe(region)
  })
})

describe('credentials', () => {
  test('are an access key, with or without a token', () => {
    const key = { AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'secret' }
    const read = { accessKeyId: 'id', secretAccessKey: 'secret' }
    expect(environmentCredentials(key)).toEqual(read)
    expect(environmentCredentials({ ...key, AWS_SECURITY_TOKEN: 't' })).toEqual({
      ...read,
      sessionToken: 't',
    })
    expect(
      environmentCredentials({ ...key, AWS_SESSION_TOKEN: 'new', AWS_SECURITY_TOKEN: 'as boto' }),
    ).toMatchObject({
      sessionToken: 'as boto',
    })
    expect(environmentCredentials({ AWS_SECRET_ACCESS_KEY: 'secret' })).toBeUndefined()
  })

  test('of which half is missing are an error', async () => {
    const { repository } = await startStore({})
    const environment = { AWS_SECRET_ACCESS_KEY: undefined }
    for (const call of [
      () => pathsOf(repository({ environment }).list('')),
      () => repository({ environment }).open('a'),
    ]) {
      expect(await failureOf(call())).toMatchObject({ code: 'UNAUTHENTICATED' })
    }
  })

  test('are not sent where requests are to be unsigned, nor needed', async () => {
    const { server, repository } = await startStore({ 'root/a': 'a' })
    const environment = {
      AWS_ACCESS_KEY_ID: undefined,
      MLFLOW_EXPERIMENTAL_S3_SIGNATURE_VERSION: 'UNSIGNED',
    }
    server.faults = () => ({ answer: { status: 200, headers: { etag: '"e"' }, body: '<ListBucketResult/>' } })
    await pathsOf(repository({ environment }).list(''))
    await textOf(repository({ environment }).open('a'))
    expect(server.requests).toHaveLength(2)
    for (const { headers } of server.requests) expect(headers).not.toHaveProperty('authorization')
  })

  test('of MLflow stay away from S3', async () => {
    const { server, repository } = await startStore({ 'root/a': 'a' })
    const environment = {
      MLFLOW_TRACKING_TOKEN: `token-${SECRET}`,
      MLFLOW_TRACKING_USERNAME: 'user',
      MLFLOW_TRACKING_PASSWORD: SECRET,
      MLFLOW_WORKSPACE: 'workspace',
    }
    const trackingUri = `http://user:${SECRET}@mlflow.example.com`
    const reader = repository({ environment, trackingUri })
    await pathsOf(reader.list(''))
    await textOf(reader.open('a'))
    await reader.stat?.('a')
    for (const request of server.requests) {
      expect(JSON.stringify(request)).not.toContain(SECRET)
      expect(request.headers).not.toHaveProperty('x-mlflow-workspace')
      expect(request.headers.authorization).toMatch(/^AWS4-HMAC-SHA256 Credential=AKID\//)
    }
  })
})

test('the owner of the bucket is named in every request', async () => {
  const { server, repository } = await startStore({ 'root/a': 'a' })
  server.tree.set('root/a', bytesFile('a'))
  const reader = repository({ environment: { MLFLOW_S3_EXPECTED_BUCKET_OWNER: '123456789012' } })
  await pathsOf(reader.list(''))
  await reader.stat?.('a')
  await textOf(reader.open('a'))
  expect(server.requests).toHaveLength(4)
  for (const { headers } of server.requests)
    expect(headers['x-amz-expected-bucket-owner']).toBe('123456789012')
})
