import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type FaultServer,
  generatedFile,
  type ReceivedRequest,
  refusal,
  type ServerMode,
  startFaultServer,
} from '@mlflow-artifacts/testing/fault-server'
import { downloadArtifacts } from 'mlflow-artifacts'
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { attempt } from '../answer.ts'
import { cleanEnvironment } from '../servers/clean-environment.ts'

const SIZE = 3_000_000
const PART = 250_000
const FILES = Array.from(
  { length: 4 },
  (_, index) => [`run/${index}.bin`, generatedFile(SIZE, index)] as const,
)
const RANGED = {
  MLFLOW_MULTIPART_DOWNLOAD_CHUNK_SIZE: String(PART),
  MLFLOW_MULTIPART_DOWNLOAD_MINIMUM_FILE_SIZE: '1000000',
}

let home: string
let server: FaultServer
/** Which of the requests for bytes each piece of a body belonged to, in the order in which the pieces left. */
let pieces: number[]

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'environment-'))
})
afterEach(async () => {
  await server.close()
  await rm(home, { recursive: true })
})

async function serve(mode: ServerMode = 'local'): Promise<void> {
  pieces = []
  server = await startFaultServer({
    files: FILES,
    mode,
    // Slow enough that bodies which are on their way together are seen to be.
    faults: (request) => (isForBytes(request) ? { drip: { bytes: 100_000, everyMs: 10 } } : undefined),
    onSent({ kind, index }) {
      if (kind === 'artifact') pieces.push(index)
    },
  })
}

function isForBytes({ kind }: ReceivedRequest): boolean {
  return kind === 'artifact' || kind === 'store'
}

/** The ranges that were asked for, in bytes; `undefined` for a whole file. */
async function download(path: string, variables: Record<string, string>): Promise<(number | undefined)[]> {
  const environment = cleanEnvironment(home, { MLFLOW_TRACKING_URI: server.origin, ...variables })
  await downloadArtifacts(`mlflow-artifacts:/run${path}`, { environment, dstPath: join(home, 'destination') })
  return server.requests.filter(isForBytes).map(({ headers }) => {
    const [, start, end] = /^bytes=(\d+)-(\d+)$/.exec(headers.range ?? '') ?? []
    return end === undefined ? undefined : Number(end) - Number(start) + 1
  })
}

function isOneAfterTheOther(): boolean {
  return pieces.every((index, place) => index >= (pieces[place - 1] ?? 0))
}

describe.each<ServerMode>(['local', 'presigned'])('a file of 3 MB on a %s server', (mode) => {
  test('is asked for in parts of the size that the variable says', async () => {
    await serve(mode)
    const ranges = await download('/0.bin', RANGED)
    expect(ranges.length).toBeGreaterThanOrEqual(3)
    expect(Math.max(...ranges.map((size) => size ?? 0))).toBe(PART)
  })

  test('is asked for as a whole below the least size for parts', async () => {
    await serve(mode)
    const ranges = await download('/0.bin', {
      ...RANGED,
      MLFLOW_MULTIPART_DOWNLOAD_MINIMUM_FILE_SIZE: String(SIZE + 1),
    })
    expect(ranges).toHaveLength(1)
  })
})

test('a file comes over one connection where parts are off, or one is all that it gets', async () => {
  for (const variables of [
    { MLFLOW_ENABLE_MULTIPART_DOWNLOAD: 'false' },
    { MLFLOW_ARTIFACTS_CONNECTIONS_PER_FILE: '1' },
  ]) {
    await serve()
    await download('/0.bin', { ...RANGED, ...variables })
    expect(isOneAfterTheOther()).toBe(true)
    await server.close()
  }
  await serve()
  await download('/0.bin', RANGED)
  expect(isOneAfterTheOther()).toBe(false)
})

test.each([{ MLFLOW_ARTIFACTS_MAX_CONNECTIONS: '1' }, { MLFLOW_ARTIFACTS_CONCURRENCY: '1' }])(
  'a directory comes one file after the other with %j',
  async (variables) => {
    await serve()
    await download('', variables)
    expect(isOneAfterTheOther()).toBe(true)
    await server.close()
    await serve()
    await download('', {})
    expect(isOneAfterTheOther()).toBe(false)
  },
)

test.each(['0', '2'])('bytes are asked for as often as control calls: %s more times', async (retries) => {
  await serve()
  server.faults = ({ kind }) => (kind === 'artifact' ? refusal(503, '0') : undefined)
  const outcome = await attempt(() => download('/0.bin', { MLFLOW_HTTP_REQUEST_MAX_RETRIES: retries }))
  expect(outcome).toMatchObject({ code: expect.any(String) })
  expect(server.requests.filter(({ kind }) => kind === 'artifact')).toHaveLength(Number(retries) + 1)
})

test.each([
  'MLFLOW_MULTIPART_DOWNLOAD_CHUNK_SIZE',
  'MLFLOW_MULTIPART_DOWNLOAD_MINIMUM_FILE_SIZE',
  'MLFLOW_ARTIFACTS_CONCURRENCY',
  'MLFLOW_ARTIFACTS_MAX_CONNECTIONS',
  'MLFLOW_ARTIFACTS_CONNECTIONS_PER_FILE',
  'MLFLOW_ARTIFACTS_MAX_BYTES_IN_FLIGHT',
  'MLFLOW_ARTIFACTS_QUIET_AFTER_MS',
  'MLFLOW_ARTIFACTS_ORPHAN_AGE_MS',
])('%s has to be a number', async (name) => {
  await serve()
  await expect(download('/0.bin', { [name]: '10 MB' })).rejects.toThrow(
    `Failed to convert '10 MB' for ${name}: invalid literal for int() with base 10: '10 MB'`,
  )
  expect(server.requests).toEqual([])
})

const ELSEWHERE = '00000000-7-123-0123456789abcdef'

test('a partial file goes after the age that the variable says', async () => {
  await serve()
  const orphan = join(home, 'destination', `.x.bin.${ELSEWHERE}.part`)
  await mkdir(join(home, 'destination'))
  await writeFile(orphan, '')
  const old = new Date(Date.now() - 60_000)
  await utimes(orphan, old, old)
  await download('/0.bin', {})
  expect(existsSync(orphan)).toBe(true)
  await download('/0.bin', { MLFLOW_ARTIFACTS_ORPHAN_AGE_MS: '50000' })
  expect(existsSync(orphan)).toBe(false)
})

test('a silent process is waited for as long as the variable says', { timeout: 12_000 }, async () => {
  await serve()
  const destination = join(home, 'destination')
  const ended = new AbortController()
  const ending = downloadArtifacts('mlflow-artifacts:/run/0.bin', {
    environment: cleanEnvironment(home, { MLFLOW_TRACKING_URI: server.origin, ...RANGED }),
    dstPath: destination,
    signal: ended.signal,
  })
  await vi.waitUntil(() => pieces.length > 10)
  ended.abort()
  await expect(ending).rejects.toThrow()
  // As a process elsewhere would have it.
  const name = (await readdir(destination)).find((entry) => entry.endsWith('.free.part.json')) ?? ''
  const manifest = await readFile(join(destination, name), 'utf8')
  const held = join(destination, name.replace('.free', ''))
  await writeFile(held, manifest.replace(/"tag":"[^"]*"/, `"tag":"${ELSEWHERE}"`))
  await rm(join(destination, name))
  await download('/0.bin', { ...RANGED, MLFLOW_ARTIFACTS_QUIET_AFTER_MS: '200' })
  expect(existsSync(held)).toBe(false)
})

test('MLFLOW_ENABLE_MULTIPART_DOWNLOAD has to be a boolean', async () => {
  await serve()
  await expect(download('/0.bin', { MLFLOW_ENABLE_MULTIPART_DOWNLOAD: 'no' })).rejects.toThrow(
    "MLFLOW_ENABLE_MULTIPART_DOWNLOAD value must be one of ['true', 'false', '1', '0'] (case-insensitive), but got no",
  )
})

test('TMPDIR of the process is where a download without a destination goes', async () => {
  vi.stubEnv('TMPDIR', home)
  onTestFinished(() => void vi.unstubAllEnvs())
  await serve()
  const environment = cleanEnvironment(home, { MLFLOW_TRACKING_URI: server.origin })
  const path = await downloadArtifacts('mlflow-artifacts:/run/0.bin', { environment })
  expect(path.startsWith(`${home}/`)).toBe(true)
})
