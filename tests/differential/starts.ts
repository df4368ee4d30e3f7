import type { Source } from '../src/source.ts'
import type { Batch, LoggedTree } from './batch.ts'
import type { Place, SourceKind } from './call.ts'
import { subtree } from './generate/tree.ts'
import type { StartedStore } from './stores/store.ts'
import { uriBelow } from './uri-below.ts'

/** A form of source, and the directory that calls stay in. */
export interface Start {
  readonly kind: SourceKind
  /** Of the place's tree. */
  readonly directory: string
  readonly place: Omit<Place, 'path'>
  source(path: string): Source
}

/** The forms of source of a tree. */
export function startsOfTree(batch: Batch, store: StartedStore, { directory, version }: LoggedTree): Start[] {
  const { registered, runTree } = batch
  const starts = startsOfRun(batch, store).map((start) => ({ ...start, directory }))
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

/** The forms of source of the logged model. */
export function startsOfModel(batch: Batch, store: StartedStore): Start[] {
  const { modelId, modelName, modelTree: tree, modelUri, registered } = batch
  const place = { tree, name: 'artifacts', folder: folderOf(modelUri, store), model: undefined }
  return [
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

/** The forms of source of the whole run. */
export function startsOfRun(batch: Batch, store: StartedStore): Start[] {
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

function folderOf(uri: string, { keeper }: StartedStore): string | undefined {
  return keeper === 'files' ? uri.replace(/^file:\/\//, '') : undefined
}
