import type { SeededRandom } from '@mlflow-artifacts/http-client/fault-server'
import { isLoad, LOADS, OPERATIONS, type Operation, type Source } from '../src/source.ts'
import type { Batch } from './batch.ts'
import type { Call, Place, SourceKind } from './call.ts'
import { directoriesOf, joined, subtree, type Tree } from './generate/tree.ts'
import { CORPUS_DIRECTORY } from './record-batch.ts'
import { uriBelow } from './uri-below.ts'
import type { StartedStore } from './stores/store.ts'

/** A place that calls are made below. */
interface Start {
  readonly kind: SourceKind
  /** Of the place's tree: the directory that the calls stay in. */
  readonly directory: string
  readonly place: Omit<Place, 'path'>
  source(path: string): Source
}

const ASKED: readonly Operation[] = [...OPERATIONS, ...OPERATIONS, ...LOADS]

/**
 * What both sides are asked of a batch: of each tree in the run some calls, each in another form of source, of the model
 * in each form, and of the run as a whole. What is asked for is drawn by the seed.
 */
export function makeCalls(batch: Batch, store: StartedStore, perTree: number, random: SeededRandom): Call[] {
  const turns = { start: random.integer(0, 100), operation: random.integer(0, 100) }
  const next = <Item>(items: readonly Item[], turn: keyof typeof turns): Item[] => {
    turns[turn] += 1
    return items.slice(turns[turn] % items.length).slice(0, 1)
  }
  const call = (start: Start, path: string): Call[] =>
    next(ASKED, 'operation').flatMap((asked) => {
      const source = start.source(path)
      // The URL of a server is a URL: these mean something else in it.
      if (/^http:.*[%#?;]/.test(source.artifact_uri ?? '')) return []
      // The loaders take a URI.
      const operation = isLoad(asked) && source.artifact_uri === undefined ? 'list' : asked
      return { operation, source, kind: start.kind, place: { ...start.place, path } }
    })

  const calls: Call[] = []
  for (const { directory, version } of batch.logged) {
    const starts = startsOfTree(batch, store, directory, version)
    if (directory === CORPUS_DIRECTORY) {
      const paths = [...subtree(batch.runTree, directory).keys()].flatMap((path) => [path, `${path}/`])
      for (const path of [...paths, 'missing', 'nested//MLmodel']) {
        for (const start of starts) calls.push(...call(start, joined(start.directory, path)))
      }
      continue
    }
    for (let count = 0; count < perTree; count += 1) {
      for (const start of next(starts, 'start')) calls.push(...call(start, drawPath(start, random)))
    }
  }
  for (const start of startsOfModel(batch, store)) calls.push(...call(start, drawPath(start, random)))
  // As long as a run has many trees, this takes the longest.
  for (const start of startsOfRun(batch, store)) {
    for (const path of start.kind === 'run' ? [''] : ['', '/']) {
      calls.push(...call(start, path))
    }
  }
  return calls
}

function startsOfTree(batch: Batch, store: StartedStore, directory: string, version: string | undefined): Start[] {
  const { registered, runTree } = batch
  const ofRun = startsOfRun(batch, store).filter(({ source }) => source('x').artifact_uri !== `runs:/${batch.runId}`)
  const starts = ofRun.map((start) => ({ ...start, directory }))
  if (version === undefined) return starts
  const place = {
    tree: subtree(runTree, directory),
    name: directory,
    folder: folderOf(`${batch.artifactUri}/${directory}`, store),
    model: undefined,
  }
  starts.push(startAt('version', `models:/${registered}/${version}`, place))
  if (version === batch.first.version) starts.push(startAt('alias', `models:/${registered}@first`, place))
  return starts
}

function startsOfModel(batch: Batch, store: StartedStore): Start[] {
  const { modelId, modelName, modelTree: tree, modelUri, registered } = batch
  const place = { tree, name: 'artifacts', folder: folderOf(modelUri, store), model: undefined }
  return [
    startAt('logged model', `models:/${modelId}`, place),
    startAt('logged model', `models:/${modelId}`, place),
    startAt('latest', `models:/${registered}/latest`, place),
    startAt('stage', `models:/${registered}/Production`, place),
    ...store.forms(modelUri).map((uri) => startAt('direct', uri, place)),
    // The run shows the model in a directory of its name.
    ...startsOfRun(batch, store)
      .filter(({ kind }) => kind !== 'direct')
      .map((start) => ({ ...start, directory: modelName })),
  ]
}

function startsOfRun(batch: Batch, store: StartedStore): Start[] {
  const { runId, artifactUri, runTree: tree, modelName: name, modelTree } = batch
  const place = { tree, name: 'artifacts', folder: folderOf(artifactUri, store), model: undefined }
  const withModel = { ...place, model: { name, tree: modelTree } }
  const run: Start = {
    kind: 'run',
    directory: '',
    place: withModel,
    source: (path) => (path === '' ? { run_id: runId } : { run_id: runId, artifact_path: path }),
  }
  return [
    run,
    startAt('runs', `runs:/${runId}`, withModel),
    ...store.forms(artifactUri).map((uri) => startAt('direct', uri, place)),
  ]
}

function startAt(kind: SourceKind, uri: string, place: Omit<Place, 'path'>): Start {
  return { kind, directory: '', place, source: (path) => ({ artifact_uri: uriBelow(uri, path) }) }
}

/** A file or a directory below a start, now and then with a slash at its end, a doubled one, or another name. */
function drawPath({ place, directory }: Start, random: SeededRandom): string {
  const isOfModel = place.model?.name === directory
  const tree = isOfModel ? (place.model?.tree ?? new Map()) : subtree(place.tree, directory)
  const paths = random.next() < 0.6 ? [...tree.keys()] : directoriesOf(tree)
  const path = joined(directory, paths[random.integer(0, paths.length - 1)] ?? '')
  if (path === '') return path
  const chance = random.next()
  if (chance < 0.15) return `${path}/`
  if (chance < 0.2) return `${path}x`
  return chance < 0.23 ? path.replace('/', '//') : path
}

function folderOf(uri: string, { keeper }: StartedStore): string | undefined {
  return keeper === 'files' ? uri.replace(/^file:\/\//, '') : undefined
}
