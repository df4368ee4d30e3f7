import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  bytesFile,
  type FaultServer,
  type ReceivedRequest,
  startFaultServer,
} from '@mlflow-artifacts/testing/fault-server'
import type { DownloadArtifactsOptions } from 'mlflow-artifacts'
import { createArtifacts } from 'mlflow-artifacts/compose'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { cleanEnvironment } from './servers/clean-environment.ts'

const FILES = 96
const CONTENT = 'small and slow, so that many are seen to be under way'

let home: string
let server: FaultServer
let open: Set<ReceivedRequest>
let most: number
let begun: number
let waiting: number

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'limits-'))
  open = new Set()
  most = 0
  server = await startFaultServer({
    files: Array.from({ length: FILES }, (_, index) => [`run/${index}.bin`, bytesFile(CONTENT)] as const),
    faults(request) {
      if (request.kind !== 'artifact') return undefined
      open.add(request)
      most = Math.max(most, open.size)
      begun += 1
      // Those that may be the first at once wait for each other; more would be seen beside them.
      return begun <= waiting ? { drip: { bytes: 10, everyMs: 400 } } : undefined
    },
    onSent(request) {
      if (request.sent === CONTENT.length) open.delete(request)
    },
  })
})
afterEach(async () => {
  await server.close()
  await rm(home, { recursive: true })
})

type Limits = Pick<DownloadArtifactsOptions, 'concurrency' | 'maxConnections' | 'maxBytesInFlight' | 'http'>

test('as many files and requests are under way as are asked for, call by call', {
  timeout: 60_000,
}, async () => {
  const artifacts = createArtifacts({ trackingUri: server.origin })
  const mostWith = async (
    expected: number,
    options: Limits,
    variables: Record<string, string> = {},
  ): Promise<number> => {
    most = 0
    begun = 0
    waiting = expected
    const dstPath = await mkdtemp(join(home, 'dst-'))
    const environment = cleanEnvironment(home, variables)
    await artifacts.downloadArtifacts('mlflow-artifacts:/run', { dstPath, environment, ...options })
    return most
  }
  expect(await mostWith(16, {})).toBe(16)
  expect(await mostWith(64, { concurrency: 64 })).toBe(64)
  expect(await mostWith(64, { concurrency: 64, maxConnections: 64, maxBytesInFlight: 64 * 2 ** 20 })).toBe(64)
  expect(await mostWith(64, {}, { MLFLOW_ARTIFACTS_CONCURRENCY: '64' })).toBe(64)
  expect(await mostWith(32, { concurrency: 64, http: { maxConnectionsPerOrigin: 32 } })).toBe(32)
  expect(await mostWith(8, { concurrency: 64, maxConnections: 8 })).toBe(8)
  expect(await mostWith(16, {})).toBe(16)
})
