import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import type { ArtifactBackend } from '@mlflow-artifacts/repository'
import { type CallOptions, createArtifacts } from 'mlflow-artifacts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DEAF_PLACES, DeafRepository } from '../../../packages/transfer/test/deaf-repository.ts'
import { mountOdd } from '../file-systems/mount.ts'
import { mountOrSkip } from '../file-systems/mount-or-skip.ts'
import { RUN_ID } from './answer-tracking.ts'
import { PUBLIC_FUNCTIONS, type PublicCall } from './public-functions.ts'

/** A busy machine takes its time; what hangs takes for ever. */
const SETTLES_WITHIN_MS = 1_000
const REASON = { why: 'enough' }

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hanging-places-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** Begins a call, aborts it when it hangs, and says how it ended; `undefined`: it never came to where it would hang. */
async function abortWhere(
  hangs: Promise<unknown>,
  root: string,
  call: PublicCall,
  options: CallOptions,
  dstPath?: string,
): Promise<unknown> {
  const controller = new AbortController()
  const artifacts = createArtifacts({ environment: { HOME: '/nonexistent' }, ...options })
  const to = dstPath ?? (await mkdtemp(join(folder, 'to-')))
  const sources = { file: `${root}/d/f`, directory: `${root}/d` }
  const called = call(artifacts, sources, controller.signal, to).then(
    () => undefined,
    (error: unknown) => error,
  )
  await Promise.race([hangs, called])
  const abortedAt = performance.now()
  controller.abort(REASON)
  const outcome = await called
  expect(performance.now() - abortedAt).toBeLessThan(SETTLES_WITHIN_MS)
  return outcome
}

async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  return await Promise.race([promise.then(() => true), setImmediate(false)])
}

describe.each(Object.entries(PUBLIC_FUNCTIONS))('%s', (name, call) => {
  test.each(DEAF_PLACES)("ends where somebody's own store hangs in %s", async (place) => {
    const repository = new DeafRepository(place)
    const backend: ArtifactBackend = {
      specificationVersion: 'v1',
      name: 'deaf',
      schemes: ['deaf'],
      repository: () => repository,
    }
    const outcome = await abortWhere(repository.asked, 'deaf://store', call, { backends: [backend] })
    // Not every function asks for everything.
    if (await isSettled(repository.asked)) expect(outcome).toBe(REASON)
    if (name === 'downloadArtifacts, a directory' && place !== 'list') expect(outcome).toBe(REASON)
    repository.goOn()
  })

  test.each(['auth', 'headers'] as const)('ends where the hook %s hangs', async (hook) => {
    let hang: () => Promise<never> = () => Promise.reject(new Error('Asked too early'))
    const hangs = new Promise<void>((resolve) => {
      hang = () => {
        resolve()
        return new Promise(() => undefined)
      }
    })
    const options: CallOptions = {
      trackingUri: 'http://127.0.0.1:9',
      http: hook === 'auth' ? { auth: () => hang() } : { headers: () => hang() },
    }
    const root = name === 'resolveArtifact' ? 'models:/model@champion' : `runs:/${RUN_ID}`
    expect(await abortWhere(hangs, root, call, options)).toBe(REASON)
  })
})

test.for(['create', 'write', 'flush', 'rename'])(
  'a download ends where the file system hangs in %s',
  async (step, { skip }) => {
    const dstPath = await mountOrSkip(mountOdd('hold'), skip)
    const beside = dirname(dstPath)
    const hold = join(beside, `hold-${step}`)
    await writeFile(hold, '')
    const source = await mkdtemp(join(folder, 'from-'))
    await writeFile(join(source, 'f'), 'content')
    const hangs = expect.poll(() => existsSync(join(beside, `held-${step}`)), { timeout: 10_000 }).toBe(true)
    const call: PublicCall = (artifacts, _, signal, to) =>
      artifacts.downloadArtifacts(source, { signal, dstPath: to })
    expect(await abortWhere(hangs, source, call, {}, dstPath)).toBe(REASON)
    await rm(hold)
  },
)
