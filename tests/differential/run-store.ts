import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { SeededRandom } from '@mlflow-artifacts/testing/fault-server'
import { PythonWorker } from '../src/python-worker.ts'
import { cleanEnvironment } from '../src/servers/clean-environment.ts'
import { SideBySide } from '../src/side-by-side.ts'
import type { Batch } from './batch.ts'
import type { Call } from './call.ts'
import { type AskedCall, compareOurs } from './compare-ours.ts'
import { corpusBatch, type GeneratedBatch, generateBatch } from './generate/generate-batch.ts'
import { makeCalls, makeCorpusCalls } from './make-calls.ts'
import { recordBatch } from './record-batch.ts'
import type { Store } from './stores/store.ts'
import type { Tally } from './tally.ts'

const TREES_PER_BATCH = 16

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
    const ask = async (generated: GeneratedBatch, name: string, callsOf: (batch: Batch) => Call[]) => {
      const batch = await recordBatch(worker, running, generated, { folder, experimentId, name })
      const asked: AskedCall[] = []
      // One by one: what Python writes into a store, the next call would find there.
      for (const call of callsOf(batch)) {
        asked.push({ call, pythons: await sides.pythonAnswer(call.operation, call.source) })
      }
      return asked
    }
    const asked = await ask(corpusBatch(), 'registered corpus', (batch) => makeCorpusCalls(batch, running))
    const compare = (asked: readonly AskedCall[], seed: string): Promise<void> => {
      const compared = compareOurs(sides, running, folder, asked, seed, tally)
      // It is awaited later: where Python fails meanwhile, that is what is told.
      compared.catch(() => undefined)
      return compared
    }
    let ours = compare(asked, '')
    for (let index = 0; tally.trees < trees; index += 1) {
      const batchSeed = seed + index
      const random = new SeededRandom(batchSeed)
      const count = Math.min(TREES_PER_BATCH, trees - tally.trees)
      // While we answer about one batch, Python records and answers the next.
      const asked = await ask(generateBatch(random, count, running), `registered ${index}`, (batch) =>
        makeCalls(batch, running, perTree, random),
      )
      await ours
      tally.trees += count
      tally.ms = performance.now() - started
      onProgress?.(tally)
      ours = compare(asked, `--seed ${batchSeed} `)
    }
    await ours
    tally.ms = performance.now() - started
    onProgress?.(tally)
  } finally {
    await worker.close()
    await running.close()
  }
  return tally
}
