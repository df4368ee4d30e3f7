import { SeededRandom } from '@mlflow-artifacts/testing/fault-server'
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
 * form, and of the run as a whole. Which paths are asked for, the seed says.
 */
export function makeCalls(batch: Batch, store: StartedStore, perTree: number, random: SeededRandom): Call[] {
  const take = turns(random)
  const calls: Call[] = []
  for (const logged of batch.logged) {
    const starts = startsOfTree(batch, store, logged)
    const first = random.integer(0, starts.length - 1)
    const order = [...starts.slice(first), ...starts.slice(0, first)]
    for (const start of order.slice(0, perTree)) calls.push(take(start, drawPath(start, random)))
  }
  for (const start of startsOfModel(batch, store)) calls.push(take(start, drawPath(start, random)))
  const whole = wholeRuns(batch, store)
  // Each is as much work as all calls on a tree.
  const first = random.integer(0, whole.length - 1)
  for (const { start, path } of [...whole, ...whole].slice(first, first + WHOLE_RUNS)) {
    calls.push(take(start, path))
  }
  return calls.filter(isAskable)
}

/** What both sides are asked of the corpus: every path of it in every form of source. */
export function makeCorpusCalls(batch: Batch, store: StartedStore): Call[] {
  const random = new SeededRandom(0)
  const take = turns(random)
  const calls: Call[] = []
  for (const logged of batch.logged) {
    const starts = startsOfTree(batch, store, logged)
    const paths = [...subtree(batch.runTree, logged.directory).keys()]
    for (const path of [...FURTHER_PATHS, ...paths, ...paths.map((path) => `${path}/`)]) {
      for (const start of starts) calls.push(take(start, joined(start.directory, path)))
    }
    calls.push(...starts.flatMap(wholeDirectories))
  }
  for (const start of startsOfModel(batch, store)) {
    calls.push(take(start, drawPath(start, random)), ...wholeDirectories(start))
  }
  for (const { start, path } of wholeRuns(batch, store)) calls.push(take(start, path))
  return calls.filter(isAskable)
}

function turns(random: SeededRandom): (start: Start, path: string) => Call {
  let turn = random.integer(0, TURNS.length - 1)
  return (start, path) => {
    turn = (turn + 1) % TURNS.length
    return callOf(start, path, TURNS[turn] ?? 'list')
  }
}

function wholeRuns(batch: Batch, store: StartedStore): { start: Start; path: string }[] {
  return startsOfRun(batch, store).flatMap((start) =>
    (start.kind === 'run' ? [''] : ['', '/']).map((path) => ({ start, path })),
  )
}

/** The URL of a server is a URL: these mean something else in it. */
function isAskable({ source }: Call): boolean {
  return !/^http:.*[%#?;]/.test(source.artifact_uri ?? '')
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
