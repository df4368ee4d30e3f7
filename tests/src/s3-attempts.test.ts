import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Fault, type Faults, s3Refusal } from '@mlflow-artifacts/testing/fault-server'
import { type DownloadArtifactsOptions, downloadArtifacts, loadText } from 'mlflow-artifacts'
import { beforeEach, describe, expect, test } from 'vitest'
import { type FaultyS3, startFaultyS3 } from './servers/start-faulty-s3.ts'
import { writeFiles } from './write-files.ts'

const LARGE = randomBytes(300_000)
const SMALL = 'x'.repeat(50_000)
const BUSY = s3Refusal(503, 'SlowDown')
const IN_PARTS: DownloadArtifactsOptions = { partsFrom: 1, partSize: 100_000, connectionsPerFile: 1 }

/** Befalls so many requests for bytes. */
function first(count: number, fault: Fault): Faults {
  let left = count
  return ({ method, kind }) => {
    if (method !== 'GET' || kind !== 's3-object' || left === 0) return undefined
    left -= 1
    return fault
  }
}

let store: FaultyS3
beforeEach(async () => {
  store = await startFaultyS3({ 'root/large': LARGE, 'root/small': SMALL })
})

/** How often bytes were asked for; the download fails, or else is whole. */
async function requestsFor(
  name: 'large' | 'small',
  {
    variables = {},
    options = {},
  }: { variables?: Record<string, string>; options?: DownloadArtifactsOptions } = {},
): Promise<{ requests: number; failed: boolean }> {
  const { server, home, environment } = store
  const dstPath = join(home, 'to')
  const failed = await downloadArtifacts(`s3://bucket/root/${name}`, {
    environment: { ...environment, ...variables },
    dstPath,
    retryBaseMs: 1,
    ...options,
  }).then(
    () => false,
    () => true,
  )
  if (!failed) {
    const content = Buffer.from(name === 'large' ? LARGE : SMALL)
    expect((await readFile(join(dstPath, name))).equals(content)).toBe(true)
  }
  const requests = server.requests.filter(({ method, kind }) => method === 'GET' && kind === 's3-object')
  return { requests: requests.length, failed }
}

test.each<[Record<string, string>, string, number]>([
  [{ AWS_MAX_ATTEMPTS: '1' }, '', 1],
  [{ AWS_MAX_ATTEMPTS: '2' }, '', 2],
  [{ AWS_MAX_ATTEMPTS: '10' }, '', 10],
  [{}, 'max_attempts = 4', 4],
  [{ AWS_MAX_ATTEMPTS: '2' }, 'max_attempts = 4', 2],
  [{ AWS_RETRY_MODE: 'legacy' }, '', 5],
  [{ AWS_RETRY_MODE: 'standard' }, '', 3],
  [{}, 'retry_mode = adaptive', 3],
  // In Python, MLflow's variable says nothing of S3.
  [{ AWS_MAX_ATTEMPTS: '2', MLFLOW_HTTP_REQUEST_MAX_RETRIES: '0' }, '', 2],
  [{ MLFLOW_HTTP_REQUEST_MAX_RETRIES: '1' }, '', 2],
  [{}, '', 8],
])(
  'with %j and the profile %j, bytes of a busy store are asked for %i times',
  async (variables, profile, times) => {
    store.server.faults = first(100, BUSY)
    await writeFiles(store.home, { '.aws/config': `[default]\n${profile}\n` })
    expect(await requestsFor('small', { variables })).toEqual({ requests: times, failed: true })
  },
)

test('the option of a call goes before the variable', async () => {
  store.server.faults = first(100, BUSY)
  const asked = await requestsFor('small', { variables: { AWS_MAX_ATTEMPTS: '1' }, options: { attempts: 3 } })
  expect(asked.requests).toBe(3)
})

describe('with AWS_MAX_ATTEMPTS=1', () => {
  const variables = { AWS_MAX_ATTEMPTS: '1' }

  test('a refused request is not repeated, also of one part of many', async () => {
    store.server.faults = first(100, s3Refusal(500, 'InternalError'))
    expect(await requestsFor('large', { variables, options: IN_PARTS })).toEqual({
      requests: 1,
      failed: true,
    })
  })

  // Python's s3transfer asks for such ones five times by itself.
  test.each(['large', 'small'] as const)('bodies that break are gone on with: %s', async (name) => {
    store.server.faults = first(2, { cut: { at: 10_000, how: 'fin' } })
    const asked = await requestsFor(name, { variables, options: IN_PARTS })
    expect(asked.failed).toBe(false)
    expect(asked.requests).toBeGreaterThanOrEqual(3)
    store.server.faults = first(2, { cut: { at: 0, how: 'fin' } })
    expect((await requestsFor(name, { variables })).failed).toBe(false)
  })

  test('a text whose body breaks is read', async () => {
    const environment = { ...store.environment, ...variables }
    store.server.faults = first(2, { cut: { at: 10_000, how: 'fin' } })
    expect(await loadText('s3://bucket/root/small', { environment })).toBe(SMALL)
    store.server.faults = first(1, BUSY)
    await expect(loadText('s3://bucket/root/small', { environment })).rejects.toThrow('SlowDown')
  })
})
