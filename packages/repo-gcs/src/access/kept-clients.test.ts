import { join } from 'node:path'
import { createHttpClient } from '@mlflow-artifacts/http-client'
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { textOf } from '../../test/collect.ts'
import { atGoogle, startGcs } from '../../test/start-gcs.ts'
import { startTokens, temporaryFolder, writeKey } from '../../test/start-tokens.ts'
import { stubNoAccount } from '../../test/stub-no-account.ts'
import { gcs } from '../index.ts'

let folder: string

beforeEach(async () => {
  folder = await temporaryFolder()
  stubNoAccount(folder)
})
afterEach(() => vi.unstubAllEnvs())

test('of many accounts, those that were used last are kept', async () => {
  const file = join(folder, 'key.json')
  const { url, asked } = await startTokens()
  await writeKey(file, url)
  const server = await startGcs({ 'run/a.txt': 'a' })
  const http = createHttpClient({ environment: {}, trackingUri: undefined })
  onTestFinished(() => http.close())
  const backend = gcs()
  /** How often a token was asked for. */
  const read = async (project: string): Promise<number> => {
    const before = asked.length
    const variables = { GOOGLE_APPLICATION_CREDENTIALS: file, GOOGLE_CLOUD_QUOTA_PROJECT: project }
    const environment = { ...atGoogle(server).environment, ...variables }
    const repository = backend.repository('gs://bucket/run', { http, environment, trackingUri: undefined })
    expect(await textOf(await repository.open('a.txt'))).toBe('a')
    return asked.length - before
  }
  expect(await read('first')).toBe(1)
  expect(await read('second')).toBe(1)
  for (let project = 0; project < 62; project += 1) await read(`project-${project}`)
  expect(await read('first')).toBe(0)
  expect(await read('another')).toBe(1)
  expect(await read('first')).toBe(0)
  expect(await read('second')).toBe(1)
})
