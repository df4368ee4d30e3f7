import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { SeededRandom } from '@mlflow-artifacts/http-client/fault-server'
import { PythonError } from '../src/python-error.ts'
import type { PythonWorker } from '../src/python-worker.ts'
import { writeFiles } from '../src/write-files.ts'
import type { Batch, LoggedTree } from './batch.ts'
import { CORPUS } from './generate/corpus.ts'
import { generateName } from './generate/generate-name.ts'
import { generateTree } from './generate/generate-tree.ts'
import { moved, type Tree } from './generate/tree.ts'
import { isUnservable } from './rows/names.ts'
import type { StartedStore } from './stores/store.ts'
import { uriBelow } from './uri-below.ts'

/** The share of the trees with names that URIs read as something else: these hide all other differences. */
const MARKED = 0.3

/** What to record. */
export interface BatchOptions {
  readonly folder: string
  readonly experimentId: string
  /** Unlike that of every other batch. */
  readonly index: number
  /** How many trees to generate; 0: the batch is {@link CORPUS}. */
  readonly count: number
  readonly random: SeededRandom
}

/** Generates trees, and logs them with Python. */
export async function recordBatch(
  worker: PythonWorker,
  store: StartedStore,
  { folder, experimentId: experiment_id, index: batchIndex, count, random }: BatchOptions,
): Promise<Batch> {
  const withCorpus = count === 0
  const name = `registered ${batchIndex}`
  // A client of MLflow's server cannot send it every name; another client of its store can.
  const sends = store.behind === undefined || (!withCorpus && random.next() < 0.5)
  const rules = () => ({
    refused: store.refused,
    uriMarks: (sends ? store.behind === undefined : true) && random.next() < MARKED,
  })
  const trees = new Map<string, Tree>(withCorpus ? CORPUS : [])
  for (let index = 0; index < count; index += 1) {
    const own = rules()
    const directory = random.next() < 0.4 ? `tree ${index}` : generateName(random, own)
    if (!trees.has(directory)) trees.set(directory, generateTree(random, own))
  }
  const [[firstDirectory = '', firstTree = new Map()] = []] = trees
  // Python finds a model by a filter that not every name can be written in.
  const shared = !withCorpus && random.next() < 0.5 && !/[/:.%"'`]/.test(firstDirectory)
  const modelName = shared ? firstDirectory : `model of ${name}`
  const modelTree = withCorpus ? firstTree : generateTree(random, rules())
  const runTree = new Map([...trees].flatMap(([directory, tree]) => [...moved(tree, directory)]))

  const isThroughServer = store.behind !== undefined && sends
  const keepsEmpty = store.keepsEmptyDirectories && !isThroughServer
  const held = (tree: Tree): Tree => {
    const entries = [...tree].filter(
      // The server would store a name that it cuts under what is left of it.
      ([path, content]) => (keepsEmpty || content !== undefined) && !(isThroughServer && isUnservable(path)),
    )
    return new Map(entries)
  }
  const log = async (tree: Tree, uri: string, send: (local_dir: string) => Promise<null>): Promise<void> => {
    const local_dir = join(folder, 'to-log')
    await mkdir(local_dir)
    await writeFiles(local_dir, Object.fromEntries(isThroughServer ? held(tree) : tree))
    await (sends
      ? send(local_dir)
      : worker.call('worker.log_to_store', { uri: store.behind?.(uri) ?? uri, local_dir }))
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
    isCorpus: withCorpus,
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

function refused(error: unknown): undefined {
  if (error instanceof PythonError) return undefined
  throw error
}
