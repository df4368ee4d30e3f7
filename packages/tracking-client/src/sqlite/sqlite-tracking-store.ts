import type { SQLOutputValue } from 'node:sqlite'
import { MlflowError, type RequestOptions } from '@mlflow-artifacts/repository'
import { validateModelId } from '../rules/validate-model-id.ts'
import type { StoreContext } from '../store-context.ts'
import type { LoggedModel, LoggedModelQuery, Run, TrackingStore } from '../tracking-store.ts'
import { activeWorkspace } from './active-workspace.ts'
import type { Condition } from './lookup.ts'
import { mlflowColumns } from './mlflow-columns.ts'
import { requiredText } from './required-text.ts'
import { SqliteDatabase } from './sqlite-database.ts'

/** Runs and logged models in an SQLite database of MLflow, of any of its versions. */
export class SqliteTrackingStore implements TrackingStore {
  readonly uri: string
  readonly #database: SqliteDatabase
  readonly #environment: StoreContext['environment']

  constructor(uri: string, context: StoreContext) {
    this.#database = new SqliteDatabase(uri, context.cwd)
    this.#environment = context.environment
    this.uri = this.#database.uri
  }

  async getRun(runId: string, options?: RequestOptions): Promise<Run> {
    await mlflowColumns(this.#database, 'runs', options)
    const columns = ['experiment_id', 'artifact_uri', 'lifecycle_stage']
    const where: Condition[] = [{ column: 'run_uuid', is: 'one of', values: [runId] }]
    const row = await this.#database.first({ table: 'runs', columns, where }, options)
    if (row === undefined || !(await this.#isShown(row.experiment_id, options))) {
      throw this.#missing(`Run with id=${runId} not found`)
    }
    const subject = `Run '${runId}'`
    return {
      runId,
      experimentId: String(row.experiment_id),
      artifactUri: requiredText(row, 'artifact_uri', subject, this.uri),
      lifecycleStage: requiredText(row, 'lifecycle_stage', subject, this.uri),
    }
  }

  async getLoggedModel(modelId: string, options?: RequestOptions): Promise<LoggedModel> {
    validateModelId(modelId)
    const model = await this.#loggedModel({ model_id: modelId }, options)
    if (model === undefined) throw this.#missing(`Logged model with ID '${modelId}' not found.`)
    return model
  }

  async findLoggedModel(query: LoggedModelQuery, options?: RequestOptions): Promise<LoggedModel | undefined> {
    const { experimentId, name, sourceRunId } = query
    return await this.#loggedModel({ experiment_id: experimentId, name, source_run_id: sourceRunId }, options)
  }

  close(): Promise<void> {
    return this.#database.close()
  }

  // The order is that of Python's search: the newest first, then by id.
  async #loggedModel(
    values: Readonly<Record<string, string>>,
    options: RequestOptions | undefined,
  ): Promise<LoggedModel | undefined> {
    await mlflowColumns(this.#database, 'runs', options)
    const columns = ['model_id', 'experiment_id', 'name', 'artifact_location', 'source_run_id']
    const where: Condition[] = Object.entries(values).map(([column, value]) => {
      return { column, is: 'one of', values: [value] }
    })
    const row = await this.#database.first(
      {
        // Databases of MLflow 2 have no logged models.
        table: 'logged_models',
        columns,
        where: [...where, { column: 'lifecycle_stage', is: 'none of', values: ['deleted'] }],
        order: [
          { column: 'creation_timestamp_ms', direction: 'descending' },
          { column: 'model_id', direction: 'ascending' },
        ],
      },
      options,
    )
    if (row === undefined || !(await this.#isShown(row.experiment_id, options))) return undefined
    const subject = `Model '${row.model_id}'`
    return {
      modelId: requiredText(row, 'model_id', subject, this.uri),
      experimentId: String(row.experiment_id),
      name: requiredText(row, 'name', subject, this.uri),
      artifactUri: requiredText(row, 'artifact_location', subject, this.uri),
      sourceRunId: typeof row.source_run_id === 'string' ? row.source_run_id : undefined,
    }
  }

  /** Whether an experiment is of the active workspace. */
  async #isShown(
    experimentId: SQLOutputValue | undefined,
    options: RequestOptions | undefined,
  ): Promise<boolean> {
    const workspace = activeWorkspace(this.#environment)
    if (workspace === undefined) return true
    const columns = await mlflowColumns(this.#database, 'experiments', options)
    const where: Condition[] = [{ column: 'experiment_id', is: 'one of', values: [experimentId ?? null] }]
    // Databases from before workspaces belong to the default one.
    if (columns.has('workspace')) where.push({ column: 'workspace', is: 'one of', values: [workspace] })
    else if (workspace !== 'default') return false
    const row = await this.#database.first(
      { table: 'experiments', columns: ['experiment_id'], where },
      options,
    )
    return row !== undefined
  }

  #missing(message: string): MlflowError {
    return new MlflowError(message, { code: 'RESOURCE_DOES_NOT_EXIST', uri: this.uri })
  }
}
