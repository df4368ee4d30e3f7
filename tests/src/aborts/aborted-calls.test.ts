import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { MlflowError } from '@mlflow-artifacts/repository'
import {
  bytesFile,
  type Fault,
  type FaultServer,
  type ReceivedRequest,
  startFaultServer,
} from '@mlflow-artifacts/testing/fault-server'
import { type Artifacts, createArtifacts } from 'mlflow-artifacts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { storeVariables } from '../faults/store-backends.ts'
import { answerTracking, MODEL_URI, RUN_ID } from './answer-tracking.ts'
import { hangingStep, PHASES, type Phase } from './hanging-step.ts'
import { openResources } from './open-resources.ts'
import { PUBLIC_FUNCTIONS, type PublicCall } from './public-functions.ts'

const SETTLES_WITHIN_MS = 1_000
const CLEAN_WITHIN_MS = 3_000
const FILE = 'dir/file.json'

/** Where the artifacts are, and what leads there. */
const STORES = {
  'the proxy': { artifactUri: () => 'mlflow-artifacts:/run', mode: 'local' },
  'presigned URLs': { artifactUri: () => 'mlflow-artifacts:/run', mode: 'presigned' },
  S3: { artifactUri: () => 's3://bucket/run', mode: 'local' },
  'Google Cloud Storage': { artifactUri: () => 'gs://bucket/run', mode: 'local' },
  'a web server': { artifactUri: ({ origin }: FaultServer) => `${origin}/files/run`, mode: 'local' },
} as const

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aborted-calls-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe.each(Object.entries(STORES))('%s', (_, { artifactUri, mode }) => {
  let server: FaultServer
  let root: string

  beforeAll(async () => {
    server = await startFaultServer({
      files: ['a', 'b'].map((name) => [`run/dir/${name}`, bytesFile(name)] as const),
      mode,
    })
    server.tree.set(`run/${FILE}`, bytesFile(JSON.stringify({ a: 'x'.repeat(1000) })))
    root = artifactUri(server)
  })
  afterAll(() => server.close())

  /** The functions, asked anew of everything, so that nothing is known from an earlier call. */
  function artifacts(): Artifacts {
    return createArtifacts({
      trackingUri: server.origin,
      environment: { HOME: '/nonexistent', ...storeVariables(server.origin) },
    })
  }

  /** Without idle connections, which would be none of those that are left. */
  function usual(request: ReceivedRequest): Fault {
    return { ...answerTracking(request, root), headers: { connection: 'close' } }
  }

  function sourcesOf(name: string): { readonly file: string; readonly directory: string } {
    if (name === 'resolveArtifact') return { file: `${MODEL_URI}/${FILE}`, directory: MODEL_URI }
    const run = root.startsWith('http') ? root : `runs:/${RUN_ID}`
    return { file: `${run}/${FILE}`, directory: `${run}/dir` }
  }

  /** The requests of a call to which nothing happens. */
  async function stepsOf(name: string, call: PublicCall): Promise<readonly string[]> {
    const steps: string[] = []
    const stepOf = stepCounter()
    server.faults = (request) => {
      steps.push(stepOf(request))
      return usual(request)
    }
    await call(artifacts(), sourcesOf(name), undefined, await mkdtemp(join(folder, 'to-'))).catch(
      () => undefined,
    )
    return steps
  }

  /** Aborts a call while a step hangs; `undefined` where its answer cannot hang there. */
  async function abortAt(step: string, phase: Phase, name: string, call: PublicCall): Promise<unknown> {
    const dstPath = await mkdtemp(join(folder, 'to-'))
    await untilClean(Number.POSITIVE_INFINITY)
    const before = openResources()
    const controller = new AbortController()
    const reason = { why: `${step} hangs ${phase}` }
    let abortedAt = 0
    let isMet = false
    const stepOf = stepCounter()
    server.faults = (request) => {
      if (request.target === '/elsewhere') return { stallBeforeHeaders: true }
      if (stepOf(request) !== step) return usual(request)
      const fault = hangingStep(phase, request, `${server.origin}/elsewhere`)
      isMet = fault !== undefined
      setTimeout(() => {
        abortedAt = performance.now()
        controller.abort(reason)
      }, 20)
      return { ...usual(request), ...fault }
    }
    const outcome = await call(artifacts(), sourcesOf(name), controller.signal, dstPath).then(
      () => 'it went on',
      (error: unknown) => error,
    )
    const tookMs = abortedAt === 0 ? 0 : performance.now() - abortedAt
    while (isMet && !controller.signal.aborted) await setImmediate()
    expect(tookMs).toBeLessThan(SETTLES_WITHIN_MS)
    await untilClean(before)
    if (!isMet) return undefined
    return outcome === reason ? 'reason' : outcome
  }

  async function untilClean(resources: number): Promise<void> {
    const until = performance.now() + CLEAN_WITHIN_MS
    while (server.connections > 0 || openResources() > resources) {
      if (performance.now() > until) {
        throw new Error(`Left: ${server.connections} connections, ${process.getActiveResourcesInfo()}`)
      }
      await setImmediate()
    }
  }

  test.each(Object.entries(PUBLIC_FUNCTIONS))(
    '%s',
    async (name, call) => {
      const steps = await stepsOf(name, call)
      const hung = new Set<Phase>()
      for (const step of steps) {
        for (const phase of PHASES) {
          const outcome = await abortAt(step, phase, name, call)
          if (outcome === 'reason') hung.add(phase)
          // What is final at once, or is not read, does not hang.
          else if (outcome !== undefined && outcome !== 'it went on')
            expect(outcome).toBeInstanceOf(MlflowError)
        }
      }
      // A web server has no listings to ask for.
      const expected = name === 'downloadArtifacts' ? PHASES : steps.length === 0 ? [] : PHASES.slice(0, 2)
      expect([...hung]).toEqual(expect.arrayContaining([...expected]))
    },
    120_000,
  )
})

/** Names requests by what they ask for, and the how manyth of them they are. */
function stepCounter(): (request: ReceivedRequest) => string {
  const counts = new Map<string, number>()
  return ({ kind, method, target }) => {
    const what = kind === 'other' ? new URL(target, 'http://server').pathname : kind
    const count = (counts.get(what) ?? 0) + 1
    counts.set(what, count)
    return `${method} ${what} ${count}`
  }
}
