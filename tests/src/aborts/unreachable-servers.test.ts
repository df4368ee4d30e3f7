import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { type CallOptions, createArtifacts } from 'mlflow-artifacts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { storeVariables } from '../faults/store-backends.ts'
import { RUN_ID } from './answer-tracking.ts'
import { type HangingServer, startDeafServer, startMuteServer } from './hanging-servers.ts'
import { openResources } from './open-resources.ts'
import { PUBLIC_FUNCTIONS, type PublicCall } from './public-functions.ts'

const SETTLES_WITHIN_MS = 1_000
const CLEAN_WITHIN_MS = 3_000
const LIMIT_MS = 600

/** What cannot be got on with, and how it is reached. */
const SERVERS: Readonly<
  Record<
    string,
    { start: () => Promise<HangingServer>; reach: (origin: string) => { origin: string; proxy?: string } }
  >
> = {
  'a connection that never stands': {
    start: startDeafServer,
    reach: (address) => ({ origin: `http://${address}` }),
  },
  'TLS that is never agreed on': {
    start: startMuteServer,
    reach: (address) => ({ origin: `https://${address}` }),
  },
  'a proxy that never stands': {
    start: startDeafServer,
    reach: (address) => ({ origin: 'https://store.invalid', proxy: `http://${address}` }),
  },
  'a proxy that never answers': {
    start: startMuteServer,
    reach: (address) => ({ origin: 'https://store.invalid', proxy: `http://${address}` }),
  },
  'TLS with a proxy that is never agreed on': {
    start: startMuteServer,
    reach: (address) => ({ origin: 'http://store.invalid', proxy: `https://${address}` }),
  },
  'TLS through a proxy that is never agreed on': {
    start: () => startMuteServer({ grantsTunnels: true }),
    reach: (address) => ({ origin: 'https://store.invalid', proxy: `http://${address}` }),
  },
}

/** The root of the artifacts at an origin, by who is asked first. */
const ROOTS: Readonly<Record<string, (origin: string) => string>> = {
  'a tracking server': () => `runs:/${RUN_ID}`,
  'the proxy': () => 'mlflow-artifacts:/run',
  S3: () => 's3://bucket/run',
  'Google Cloud Storage': () => 'gs://bucket/run',
  'a web server': (origin) => `${origin}/files/run`,
}

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'unreachable-servers-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe.each(Object.entries(SERVERS))('%s', (_, { start, reach }) => {
  let server: HangingServer
  beforeAll(async () => {
    server = await start()
  })
  afterAll(() => server.close())

  /** Calls a function, and says how that ended. */
  async function call(
    root: (origin: string) => string,
    [name, run]: [string, PublicCall],
    signal: AbortSignal | undefined,
    timeouts: { connectMs?: number; headersMs?: number } = {},
  ): Promise<unknown> {
    const { origin, proxy } = reach(`127.0.0.1:${server.port}`)
    const options: CallOptions = {
      trackingUri: origin,
      environment: { HOME: '/nonexistent', ...storeVariables(origin) },
      http: { timeouts, retries: { max: 0 }, ...(proxy !== undefined && { proxy }) },
    }
    const uri = name === 'resolveArtifact' ? 'models:/model@champion' : root(origin)
    const sources = { file: `${uri}/f`, directory: uri }
    return await run(createArtifacts(options), sources, signal, await mkdtemp(join(folder, 'to-'))).then(
      () => 'it went on',
      (error: unknown) => error,
    )
  }

  async function untilClean(before: number): Promise<void> {
    const until = performance.now() + CLEAN_WITHIN_MS
    while (server.connections > 0 || openResources() > before) {
      if (performance.now() > until) {
        throw new Error(`Left: ${server.connections} connections, ${process.getActiveResourcesInfo()}`)
      }
      await setImmediate()
    }
  }

  describe.each(Object.entries(ROOTS))('of %s', (_, root) => {
    test.each(Object.entries(PUBLIC_FUNCTIONS))('%s ends at once when it is aborted', async (name, run) => {
      const before = openResources()
      const controller = new AbortController()
      const reason = { why: 'enough' }
      let abortedAt = Number.POSITIVE_INFINITY
      setTimeout(() => {
        abortedAt = performance.now()
        controller.abort(reason)
      }, 20)
      const outcome = await call(root, [name, run], controller.signal)
      expect(performance.now() - abortedAt).toBeLessThan(SETTLES_WITHIN_MS)
      // A web server has no listings to ask for.
      if (outcome !== 'it went on') expect(outcome).toBe(reason)
      while (!controller.signal.aborted) await setImmediate()
      await untilClean(before)
    })

    test('ends by itself', async () => {
      const before = openResources()
      const started = performance.now()
      const timeouts = { connectMs: LIMIT_MS, headersMs: LIMIT_MS }
      const outcome = await call(
        root,
        ['statArtifact', (artifacts, { file }) => artifacts.statArtifact(file)],
        undefined,
        timeouts,
      )
      expect(outcome).toMatchObject({
        code: expect.stringMatching(/^(?:DEADLINE_EXCEEDED|TEMPORARILY_UNAVAILABLE)$/),
      })
      expect(performance.now() - started).toBeLessThan(15_000)
      await untilClean(before)
    }, 20_000)
  })
})
