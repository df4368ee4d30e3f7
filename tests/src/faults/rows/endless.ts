import { MlflowError, TransferError } from '@mlflow-artifacts/repository'
import type { Fault, ReceivedRequest } from '@mlflow-artifacts/testing/fault-server'
import { bytesFile } from '@mlflow-artifacts/testing/fault-server'
import type { Arena } from '../arena.ts'
import { ENDLESS_ANSWERS, ENDLESS_BODIES } from '../endless-answers.ts'
import type { MatrixRow, TrialResult } from '../trial.ts'
import { onBackends } from './on-backends.ts'

const LIMIT_MS = 300
const LATEST_MS = 12_000
/** Of all trials that are under way. */
const MOST_BYTES = 384 * 2 ** 20
const LOOKED_AT_EVERY_MS = 20

/** Whatever has no end, and is no artifact, is an error, soon and in little memory. */
export const endlessRow: MatrixRow = {
  name: '28 endless everything',
  trials: onBackends(['PL', 'PR', 'PS', 'GC', 'HT'], trial),
  whole: 120,
  sample: 12,
}

const ANSWERS: readonly (readonly [string, Fault])[] = Object.entries(ENDLESS_ANSWERS)
const OF_CONTROL: readonly (readonly [string, Fault])[] = [...ANSWERS, ...Object.entries(ENDLESS_BODIES)]

async function trial(arena: Arena, seed: number): Promise<TrialResult> {
  const { server, backend } = arena
  // A web server is asked for nothing but artifacts.
  const isControl = backend !== 'HT' && seed % 2 === 0
  const faults = isControl ? OF_CONTROL : ANSWERS
  const [what, fault] = faults[Math.floor(seed / 2) % faults.length] ?? ['', {}]
  for (const name of ['a', 'b']) server.tree.set(`tree/${name}`, bytesFile(name))
  // A server that does not say what it offers, or not in time, is read through; and a HEAD has no body that could go on.
  const isMeant = (request: ReceivedRequest): boolean =>
    isControl
      ? !arena.isData(request) && request.kind !== 'server-info' && request.method !== 'HEAD'
      : arena.isData(request) || request.kind === 'artifact'
  server.faults = (request) => (isMeant(request) ? fault : undefined)

  const settings = {
    timeouts: {
      connectMs: LIMIT_MS,
      headersMs: LIMIT_MS,
      silenceMs: LIMIT_MS,
      slowMs: LIMIT_MS,
      callMs: 4 * LIMIT_MS,
    },
    retries: { max: 1, backoffFactor: 0, jitter: 0 },
  }
  const started = performance.now()
  const memory = watchMemory()
  const error = await arena
    .artifacts(settings)
    .downloadArtifacts(isControl ? arena.sourceOf('tree') : arena.source, {
      dstPath: arena.dstPath,
      attempts: 2,
      retryBaseMs: 1,
    })
    .then(
      () => undefined,
      (thrown: unknown) => thrown,
    )
  const grown = memory.end()
  const tookMs = performance.now() - started
  const failures = error instanceof TransferError ? [...error.failures.values()] : [error]
  if (error === undefined) throw new Error(`${what}: it succeeded`)
  if (!failures.every((failure) => MlflowError.isInstance(failure)))
    throw new Error(`${what}: an error without a type`, { cause: error })
  if (tookMs > LATEST_MS) throw new Error(`${what}: it took ${Math.round(tookMs)} ms`)
  if (grown > MOST_BYTES) throw new Error(`${what}: ${Math.round(grown / 2 ** 20)} MiB more memory`)
  return { outcome: 'refused' }
}

/** How much more memory the process has at most, from now on. */
function watchMemory(): { end(): number } {
  const before = process.memoryUsage.rss()
  let most = before
  const timer = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss())
  }, LOOKED_AT_EVERY_MS)
  return {
    end() {
      clearInterval(timer)
      return Math.max(most, process.memoryUsage.rss()) - before
    },
  }
}
