import { basename, join } from 'node:path'
import { MlflowError, type RequestOptions } from '@mlflow-artifacts/repository'
import { compareCodePoints } from '@mlflow-artifacts/repository/python'
import { validateModelId } from '../rules/validate-model-id.ts'
import { validateRunId } from '../rules/validate-run-id.ts'
import type { StoreContext } from '../store-context.ts'
import type { LoggedModel, LoggedModelQuery, Run, TrackingStore } from '../tracking-store.ts'
import { experimentFolders } from './experiment-folders.ts'
import { fileKind } from './file-kind.ts'
import { listNames } from './list-names.ts'
import { MetaFile } from './meta-file.ts'
import { StoreRoot } from './store-root.ts'

// A folder inside a run's artifacts may look like a run, but for these.
const FOLDERS_OF_A_RUN: readonly string[] = ['metrics', 'params', 'artifacts']

/** Runs and logged models in an `mlruns` folder. */
export class FileTrackingStore implements TrackingStore {
  readonly uri: string
  readonly #root: StoreRoot

  constructor(uri: string, context: StoreContext) {
    this.uri = uri
    this.#root = new StoreRoot(uri, context)
  }

  async getRun(runId: string, options?: RequestOptions): Promise<Run> {
    validateRunId(runId)
    for (const experiment of await this.#experiments(options)) {
      const folder = join(experiment, runId)
      if (!(await isRun(folder))) continue
      const meta = await MetaFile.read(folder, `Run '${runId}'`)
      meta.expect('experiment_id', basename(experiment))
      meta.expect('run_id', runId)
      return {
        runId,
        experimentId: basename(experiment),
        artifactUri: meta.requiredText('artifact_uri'),
        lifecycleStage: meta.text('lifecycle_stage') ?? 'active',
      }
    }
    throw this.#missing(`Run '${runId}' not found`)
  }

  async getLoggedModel(modelId: string, options?: RequestOptions): Promise<LoggedModel> {
    validateModelId(modelId)
    const experiments = isName(modelId) ? await this.#experiments(options) : []
    for (const experiment of experiments) {
      const folder = join(experiment, 'models', modelId)
      if ((await fileKind(folder)) !== 'directory') continue
      const meta = await MetaFile.read(folder, `Model '${modelId}'`)
      if (meta.text('lifecycle_stage') === 'deleted') break
      meta.expect('experiment_id', basename(experiment))
      return loggedModel(meta)
    }
    throw this.#missing(`Model '${modelId}' not found`)
  }

  async findLoggedModel(query: LoggedModelQuery, options?: RequestOptions): Promise<LoggedModel | undefined> {
    const experiments = await this.#experiments(options)
    const experiment = experiments.find((folder) => basename(folder) === query.experimentId)
    if (experiment === undefined) return undefined
    const found: MetaFile[] = []
    for (const name of await listNames(join(experiment, 'models'))) {
      const folder = join(experiment, 'models', name)
      // Python skips a folder without a meta.yaml, which a model that is being made is for a moment.
      if ((await fileKind(join(folder, 'meta.yaml'))) !== 'file') continue
      const meta = await MetaFile.read(folder, `Model '${name}'`)
      if (matches(meta, query)) found.push(meta)
    }
    // The order of Python's search: the newest first, then by id.
    const [newest] = found.sort(
      (a, b) =>
        Number(b.text('creation_timestamp')) - Number(a.text('creation_timestamp')) ||
        compareCodePoints(a.requiredText('model_id'), b.requiredText('model_id')),
    )
    return newest && loggedModel(newest)
  }

  /** Nothing is held open. */
  async close(): Promise<void> {}

  async #experiments(options: RequestOptions | undefined): Promise<string[]> {
    options?.signal?.throwIfAborted()
    await this.#root.check()
    return experimentFolders(this.#root.path)
  }

  #missing(message: string): MlflowError {
    return new MlflowError(message, { code: 'RESOURCE_DOES_NOT_EXIST', uri: this.uri })
  }
}

async function isRun(folder: string): Promise<boolean> {
  for (const name of FOLDERS_OF_A_RUN) {
    if ((await fileKind(join(folder, name))) !== 'directory') return false
  }
  return true
}

function isName(text: string): boolean {
  return text !== '.' && text !== '..' && !/[/\\]/.test(text)
}

function matches(meta: MetaFile, query: LoggedModelQuery): boolean {
  return (
    meta.text('lifecycle_stage') !== 'deleted' &&
    meta.text('experiment_id') === query.experimentId &&
    meta.text('name') === query.name &&
    meta.text('source_run_id') === query.sourceRunId
  )
}

function loggedModel(meta: MetaFile): LoggedModel {
  return {
    modelId: meta.requiredText('model_id'),
    experimentId: meta.requiredText('experiment_id'),
    name: meta.requiredText('name'),
    artifactUri: meta.requiredText('artifact_location'),
    sourceRunId: meta.text('source_run_id'),
  }
}
