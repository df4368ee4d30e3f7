import type { SeededRandom } from '@mlflow-artifacts/http-client/fault-server'
import { isLoad, LOADS, OPERATIONS, type Operation } from '../src/source.ts'
import type { Batch } from './batch.ts'
import type { Call } from './call.ts'
import { drawPath } from './draw-path.ts'
import { joined, subtree } from './generate/tree.ts'
import { type Start, startsOfModel, startsOfRun, startsOfTree } from './starts.ts'
import type { StartedStore } from './stores/store.ts'

/** Operations take turns, so that each is asked of each form of source sooner or later. */
const TURNS: readonly Operation[] = [...OPERATIONS, ...OPERATIONS, ...LOADS]
/** How often a run of generated trees is asked for as a whole. */
const WHOLE_RUNS = 2
/** What the corpus is asked for besides what is in it. */
const FURTHER_PATHS = ['', 'missing', 'nested//MLmodel', 'nested//é 中 🎉'] as const

/**
 * What both sides are asked of a batch: of each tree some calls, each in another form of source, of the model in each
 * form, and of the run as a whole. Which paths are asked for, the seed says; of the corpus, all.
 */
export function makeCalls(batch: Batch, store: StartedStore, perTree: number, random: SeededRandom): Call[] {
  let turn = random.integer(0, TURNS.length - 1)
  const call = (start: Start, path: string): Call => {
    turn = (turn + 1) % TURNS.length
    return callOf(start, path, TURNS[turn] ?? 'list')
  }
  const calls: Call[] = []
  for (const logged of batch.logged) {
    const starts = startsOfTree(batch, store, logged)
    if (batch.isCorpus) {
      const paths = [...subtree(batch.runTree, logged.directory).keys()]
      for (const path of [...FURTHER_PATHS, ...paths, ...paths.map((path) => `${path}/`)]) {
        for (const start of starts) calls.push(call(start, joined(start.directory, path)))
      }
      calls.push(...starts.flatMap(wholeDirectories))
      continue
    }
    const first = random.integer(0, starts.length - 1)
    const order = [...starts.slice(first), ...starts.slice(0, first)]
    for (const start of order.slice(0, perTree)) calls.push(call(start, drawPath(start, random)))
  }
  for (const start of startsOfModel(batch, store)) {
    calls.push(call(start, drawPath(start, random)))
    if (batch.isCorpus) calls.push(...wholeDirectories(start))
  }
  const whole = startsOfRun(batch, store).flatMap((start) =>
    (start.kind === 'run' ? [''] : ['', '/']).map((path) => ({ start, path })),
  )
  // Each is as much work as all calls on a tree.
  const first = random.integer(0, whole.length - 1)
  const some = batch.isCorpus ? whole : [...whole, ...whole].slice(first, first + WHOLE_RUNS)
  for (const { start, path } of some) calls.push(call(start, path))
  // The URL of a server is a URL: these mean something else in it.
  return calls.filter(({ source }) => !/^http:.*[%#?;]/.test(source.artifact_uri ?? ''))
}

/** What of the corpus is not left to turns. */
function wholeDirectories(start: Start): Call[] {
  return ['', 'nested'].flatMap((path) => [
    callOf(start, joined(start.directory, path), 'list'),
    callOf(start, joined(start.directory, path), 'download to a folder'),
  ])
}

function callOf(start: Start, path: string, asked: Operation): Call {
  const source = start.source(path)
  // The loaders take a URI.
  const operation = isLoad(asked) && source.artifact_uri === undefined ? 'list' : asked
  return { operation, source, kind: start.kind, place: { ...start.place, path } }
}
