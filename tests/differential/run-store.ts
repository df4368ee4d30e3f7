import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { SeededRandom } from '@mlflow-artifacts/http-client/fault-server'
import { pythonRepr } from '@mlflow-artifacts/repository/python'
import type { Answer } from '../src/answer.ts'
import { PythonWorker } from '../src/python-worker.ts'
import { cleanEnvironment } from '../src/servers/clean-environment.ts'
import { SideBySide } from '../src/side-by-side.ts'
import { isLoad } from '../src/source.ts'
import { writeFiles } from '../src/write-files.ts'
import type { Call } from './call.ts'
import { judge } from './judge.ts'
import { makeCalls } from './make-calls.ts'
import { recordBatch } from './record-batch.ts'
import { askedOf } from './right-answer.ts'
import type { StartedStore, Store } from './stores/store.ts'
import type { Tally } from './tally.ts'

const TREES_PER_BATCH = 16
const SHOWN = 1500

/** How much is compared. */
export interface DifferentialOptions {
  readonly python: string
  /** Holds the stores and the destinations; nothing of them is needed afterwards. */
  readonly folder: string
  readonly seed: number
  /** Trees that are generated for each store. */
  readonly trees: number
  /** Calls on each tree. */
  readonly perTree: number
  /** Is called after each batch. */
  readonly onProgress?: ((tally: Tally) => void) | undefined
}

/** Logs trees into a store, and compares what both sides answer about them. */
export async function runStore(store: Store, options: DifferentialOptions): Promise<Tally> {
  const { python, seed, trees, perTree, onProgress } = options
  const started = performance.now()
  const tally: Tally = { store: store.name, trees: 0, calls: 0, ms: 0, rows: new Map(), failures: [] }
  const folder = join(options.folder, store.name)
  await mkdir(folder, { recursive: true })
  const running = await store.start(python, folder)
  const { trackingUri, artifactLocation } = running
  const environment = cleanEnvironment(folder, {
    MLFLOW_TRACKING_URI: trackingUri,
    MLFLOW_HTTP_REQUEST_MAX_RETRIES: '0',
    MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR: 'false',
    ...running.environment,
  })
  const worker = new PythonWorker(python, environment)
  const sides = new SideBySide({ worker, folder, options: { trackingUri, environment } })
  try {
    const experimentId = await worker.call('client.create_experiment', {
      name: 'differential',
      ...(artifactLocation !== undefined && { artifact_location: artifactLocation }),
    })
    let ours: Promise<void> = Promise.resolve()
    // The corpus is a batch of its own, so that a batch of generated trees depends on its seed alone.
    for (let index = -1; index === -1 || tally.trees < trees; index += 1) {
      const batchSeed = seed + index
      const random = new SeededRandom(index === -1 ? 0 : batchSeed)
      const count = index === -1 ? 0 : Math.min(TREES_PER_BATCH, trees - tally.trees)
      const batch = await recordBatch(worker, running, { folder, experimentId, index, count, random })
      const calls = makeCalls(batch, running, perTree, random)
      const pythons: Answer[] = []
      // One by one: what Python writes into a store, the next call would find there.
      for (const { operation, source } of calls) pythons.push(await sides.pythonAnswer(operation, source))
      await ours
      tally.trees += count
      const fail = (call: Call, failure: string): void => {
        const seedOf = index === -1 ? '' : `--seed ${batchSeed} `
        const asked = `${call.operation} ${JSON.stringify(call.source)}`
        tally.failures.push(`${store.name} ${seedOf}${asked}\n${failure}`)
      }
      // While we answer, Python records and answers the next batch.
      ours = compareOurs(sides, running, folder, calls, pythons, fail, tally).then(() => {
        tally.ms = performance.now() - started
        onProgress?.(tally)
      })
    }
    await ours
  } finally {
    await worker.close()
    await running.close()
  }
  return tally
}

async function compareOurs(
  sides: SideBySide,
  store: StartedStore,
  folder: string,
  calls: readonly Call[],
  pythons: readonly Answer[],
  fail: (call: Call, failure: string) => void,
  tally: Tally,
): Promise<void> {
  for (const [index, call] of calls.entries()) {
    const python = pythons[index]
    if (python === undefined) continue
    tally.calls += 1
    let ours: Answer
    try {
      ours = await sides.ourAnswer(call.operation, call.source)
    } catch (error) {
      fail(call, `we raise what is no MlflowError: ${error instanceof Error ? error.stack : error}`)
      continue
    }
    const { row, failure } = await judge(call, store, python, ours, () => loadPlain(sides, folder, call))
    if (row !== undefined) tally.rows.set(row, (tally.rows.get(row) ?? 0) + 1)
    if (failure !== undefined) {
      const shown = (answer: Answer): string => JSON.stringify(answer).slice(0, SHOWN)
      fail(call, `  ${failure}\n  Python: ${shown(python)}\n  ours:   ${shown(ours)}`)
    }
  }
}

/** What Python loads of the bytes that were logged, told as of the source of the call. */
async function loadPlain(sides: SideBySide, folder: string, call: Call): Promise<Answer | undefined> {
  const bytes = call.place.tree.get(askedOf(call).path)
  if (!isLoad(call.operation) || bytes === undefined) return undefined
  const path = join(folder, 'plain')
  await writeFiles(folder, { plain: bytes })
  const answer = await sides.pythonAnswer(call.operation, { artifact_uri: path })
  if (!('code' in answer)) return answer
  return {
    ...answer,
    message: answer.message.replace(pythonRepr(path), pythonRepr(call.source.artifact_uri ?? '')),
  }
}
