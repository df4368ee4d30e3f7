import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { type Fault, generatedFile, type ServedFile } from '@mlflow-artifacts/testing/fault-server'
import type { Artifacts, DownloadArtifactsOptions } from 'mlflow-artifacts/compose'
import { type Arena, assertTyped, isContent, PART } from '../arena.ts'
import { bytesInManifest } from '../bytes-in-manifest.ts'
import { type MatrixRow, type TrialResult, WrongFile } from '../trial.ts'
import { onBackends } from './on-backends.ts'

const RESTART_MS = 1_000
const DRIP: Fault = { drip: { bytes: 8 * 1024, everyMs: 2 } }
/** How a store is not there; without one of these, it takes no connection. */
const OUTAGES: readonly [Fault | undefined, ...(Fault | undefined)[]] = [
  undefined,
  { hangUp: 'rst' },
  { answer: { status: 503 } },
]
/** Its pauses are long enough for a restart, and it has tries of its own when an outage used up all others. */
const PATIENT: DownloadArtifactsOptions = { retryBaseMs: 1_500 }

/** What is downloaded beside the artifact of the trial. */
interface Download {
  readonly name: string
  readonly file: ServedFile
}

/**
 * A store that is gone for longer than the retries last fails the call, and nothing after it: the next call of the same
 * process goes on, and a restart of the store is survived as before.
 */
export const outageRow: MatrixRow = {
  name: '32 outage longer than the retries, then a restart',
  trials: onBackends(['PL', 'PR', 'PS', 'GC', 'HT'], trial, {
    hasOwnAddress: true,
    http: { retries: { max: 3, backoffFactor: 0.4, jitter: 0 } },
  }),
  whole: 24,
  sample: 2,
  atOnce: 12,
  limitMs: 90_000,
}

async function trial(arena: Arena, seed: number): Promise<TrialResult> {
  const { random, file, backend } = arena
  const outage = random.pick(OUTAGES)
  // Many of them use up what all calls from one origin share.
  const others = Array.from({ length: random.pick([0, 3, 40]) }, (_, index) => addFile(arena, seed, index))
  const downloads = [{ name: 'model.bin', file }, ...others]
  const artifacts = arena.artifacts()
  const options = { attempts: random.pick([3, 8]), retryBaseMs: 1 }

  const total = downloads.reduce((sum, download) => sum + download.file.size, 0)
  const end = onceSent(arena, random.integer(1, total / 2), () => begin(arena, outage))
  await Promise.all(downloads.map((download) => succeeds(arena, artifacts, download, options)))
  const comeBack = await end
  const meanwhile = addFile(arena, seed, 50)
  if (await succeeds(arena, artifacts, meanwhile, options)) throw new Error('The store was not gone')
  const isDone = await arena.stands()
  const done = isDone ? file.size : await bytesInManifest(arena)
  await comeBack()

  const before = arena.sentInRanges
  // One stream: what several send twice where they meet has nothing to do with what was lost.
  const single = { ...options, connectionsPerFile: 1 }
  await expectRight(arena, artifacts, { name: 'model.bin', file }, single)
  const sent = arena.sentInRanges - before
  if (!isDone && done > 0 && backend !== 'PR' && (sent === 0 || sent > file.size - done)) {
    throw new Error(`Of ${file.size} bytes, ${done} were on record, and ${sent} were sent again`)
  }
  await arena.assertTidy(false)
  const restarted = [40, 41, 42].map((index) => addFile(arena, seed, index))
  const restart = onceSent(arena, random.integer(1, PART), async () => {
    const comeBackSoon = await begin(arena, outage)
    await delay(RESTART_MS)
    await comeBackSoon()
  })
  await Promise.all(restarted.map((download) => expectRight(arena, artifacts, download, PATIENT)))
  await restart

  const rest = [...others, meanwhile]
  await Promise.all(rest.map((download) => expectRight(arena, artifacts, download, options)))
  const left = (await readdir(besides(arena))).filter((name) => name.startsWith('.'))
  if (left.length > 0) throw new Error(`Left behind: ${left.join(', ')}`)
  return { outcome: 'right', size: file.size, sent: isDone ? 0 : sent }
}

function addFile({ server }: Arena, seed: number, index: number): Download {
  const file = generatedFile(3 * PART + index, seed + (index + 1) * 2 ** 24)
  server.tree.set(`run/${index}.bin`, file)
  return { name: `${index}.bin`, file }
}

/** Runs something when so many bytes more have been sent of all that is downloaded. */
function onceSent<Result>(arena: Arena, bytes: number, run: () => Promise<Result>): Promise<Result> {
  arena.dataFaults = () => DRIP
  const at = arena.sent + bytes
  return new Promise((resolve, reject) => {
    arena.onSent = () => {
      if (arena.sent < at) return
      arena.onSent = undefined
      run().then(resolve, reject)
    }
  })
}

/** Begins an outage, and gives what ends it. */
async function begin({ server }: Arena, outage: Fault | undefined): Promise<() => Promise<void>> {
  const faults = server.faults
  if (outage === undefined) return await server.takeDown()
  server.faults = () => outage
  return async () => {
    server.faults = faults
  }
}

async function expectRight(...attempt: Parameters<typeof succeeds>): Promise<void> {
  if (!(await succeeds(...attempt))) throw new Error('It failed', { cause: attempt[0].error })
}

/** Where what is downloaded beside the artifact goes. */
function besides({ dstPath }: Arena): string {
  return `${dstPath}-besides`
}

/** Downloads a file: the right file and success, or a typed error and no file. */
async function succeeds(
  arena: Arena,
  artifacts: Artifacts,
  { name, file }: Download,
  options: DownloadArtifactsOptions,
): Promise<boolean> {
  const dstPath = name === 'model.bin' ? arena.dstPath : besides(arena)
  const parts = { partSize: PART, partsFrom: PART, dstPath, ...options }
  const path = await artifacts.downloadArtifacts(arena.sourceOf(`run/${name}`), parts).catch((error) => {
    assertTyped(error)
    arena.error = error
    return undefined
  })
  const bytes = await readFile(join(dstPath, name)).catch(() => undefined)
  if (bytes !== undefined && !isContent(bytes, file)) throw new WrongFile(`${name} is another file`)
  if ((path === undefined) !== (bytes === undefined)) throw new Error(`${name}: ${path}, ${arena.error}`)
  return path !== undefined
}
