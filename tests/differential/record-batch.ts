import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { PythonError } from '../src/python-error.ts'
import type { PythonWorker } from '../src/python-worker.ts'
import { writeFiles } from '../src/write-files.ts'
import type { Batch, LoggedTree } from './batch.ts'
import type { GeneratedBatch } from './generate/generate-batch.ts'
import { moved, type Tree } from './generate/tree.ts'
import { isUnservable } from './rows/names.ts'
import type { StartedStore } from './stores/store.ts'
import { uriBelow } from './uri-below.ts'

/** Where a batch is recorded. */
export interface BatchOptions {
  readonly folder: string
  readonly experimentId: string
  /** Of the registered model, unlike that of every other batch. */
  readonly name: string
}

/** Logs trees with Python: all of them in one run, and each as a version of a registered model. */
export async function recordBatch(
  worker: PythonWorker,
  store: StartedStore,
  { trees, modelName, modelTree, isSent }: GeneratedBatch,
  { folder, experimentId: experiment_id, name }: BatchOptions,
): Promise<Batch> {
  const runTree = new Map([...trees].flatMap(([directory, tree]) => [...moved(tree, directory)]))
  const held = (tree: Tree): Tree => heldBy(store, isSent, tree)
  const log = async (tree: Tree, uri: string, send: (local_dir: string) => Promise<null>): Promise<void> => {
    const local_dir = join(folder, 'to-log')
    await mkdir(local_dir)
    await writeFiles(local_dir, Object.fromEntries(isSent ? held(tree) : tree))
    const isPast = store.behind !== undefined && !isSent
    await (isPast
      ? worker.call('worker.log_to_store', { uri: store.behind(uri), local_dir })
      : send(local_dir))
    await rm(local_dir, { recursive: true })
  }

  const { info } = await worker.call('client.create_run', { experiment_id })
  const { run_id, artifact_uri } = info
  await log(runTree, artifact_uri, (local_dir) => worker.call('client.log_artifacts', { run_id, local_dir }))
  const model = await worker.call('client.create_logged_model', {
    experiment_id,
    name: modelName,
    source_run_id: run_id,
  })
  const { model_id, artifact_location } = model
  await log(modelTree, artifact_location, (local_dir) =>
    worker.call('client.log_model_artifacts', { model_id, local_dir }),
  )

  await worker.call('client.create_registered_model', { name })
  const newVersion = async (source: string, model: { model_id?: string } = {}): Promise<string> => {
    const { version } = await worker.call('client.create_model_version', { name, source, run_id, ...model })
    return String(version)
  }
  const logged: LoggedTree[] = []
  for (const directory of trees.keys()) {
    // A source is a URI: of these names it would say something else, but for files of this machine.
    const isSource = store.keeper === 'files' || !/[#?]/.test(directory)
    const version = isSource ? await newVersion(uriBelow(artifact_uri, directory)).catch(refused) : undefined
    logged.push({ directory, version })
  }
  const version = await newVersion(`models:/${model_id}`, { model_id })
  await worker.call('client.transition_model_version_stage', { name, version, stage: 'Production' })
  const first = logged.find((tree) => tree.version !== undefined) ?? { directory: '', version }
  const alias = { name, alias: 'first', version: first.version ?? version }
  await worker.call('client.set_registered_model_alias', alias)
  return {
    runId: run_id,
    artifactUri: artifact_uri,
    logged,
    runTree: held(runTree),
    registered: name,
    first,
    modelId: model_id,
    modelName,
    modelUri: artifact_location,
    modelTree: held(modelTree),
  }
}

/**
 * What a store holds of a tree. A server stores names that it cuts under what is left of them: these are not sent; nor is
 * what is below a directory that begins like a parent one, which MLflow's client refuses to log.
 */
function heldBy({ keepsEmptyDirectories }: StartedStore, isSent: boolean, tree: Tree): Tree {
  const entries = [...tree].filter(
    ([path, content]) =>
      (content !== undefined || (keepsEmptyDirectories && !isSent)) &&
      !(isSent && (isUnservable(path) || /^\.\..*\//.test(path))),
  )
  return new Map(entries)
}

function refused(error: unknown): undefined {
  if (error instanceof PythonError) return undefined
  throw error
}
