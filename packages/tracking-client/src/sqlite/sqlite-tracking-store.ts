import type { SQLInputValue } from 'node:sqlite'
import { MlflowError, type RequestOptions } from '@mlflow-artifacts/repository'
import { validateModelId } from '../rules/validate-model-id.ts'
import type { StoreContext } from '../store-context.ts'
import type { LoggedModel, LoggedModelQuery, Run, TrackingStore } from '../tracking-store.ts'
import { activeWorkspace } from './active-workspace.ts'
import { mlflowColumns } from './mlflow-columns.ts'
import { requiredText } from './required-text.ts'
import { type Row, SqliteDatabase } from './sqlite-database.ts'

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
    const workspace = await this.#workspaceCondition(options)
    const [row] = await this.#database.rows(
      `SELECT experiment_id, artifact_uri, lifecycle_stage FROM runs WHERE run_uuid = ? ${workspace.condition}`,
      [runId, ...workspace.parameters],
      options,
    )
    if (row === undefined) throw this.#missing(`Run with id=${runId} not found`)
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
    const [model] = await this.#loggedModels('model_id = ?', [modelId], options)
    if (model === undefined) throw this.#missing(`Logged model with ID '${modelId}' not found.`)
    return model
  }

  async findLoggedModel(query: LoggedModelQuery, options?: RequestOptions): Promise<LoggedModel | undefined> {
    const [model] = await this.#loggedModels(
      'experiment_id = ? AND name = ? AND source_run_id = ?',
      [query.experimentId, query.name, query.sourceRunId],
      options,
    )
    return model
  }

  close(): Promise<void> {
    return this.#database.close()
  }

  // The order is that of Python's search: the newest first, then by id.
  async #loggedModels(
    condition: string,
    parameters: readonly SQLInputValue[],
    options: RequestOptions | undefined,
  ): Promise<LoggedModel[]> {
    await mlflowColumns(this.#database, 'runs', options)
    // Databases of MLflow 2 have no logged models.
    if ((await this.#database.columns('logged_models', options)).size === 0) return []
    const workspace = await this.#workspaceCondition(options)
    const rows = await this.#database.rows(
      `SELECT model_id, experiment_id, name, artifact_location, source_run_id FROM logged_models
       WHERE ${condition} AND lifecycle_stage <> 'deleted' ${workspace.condition}
       ORDER BY creation_timestamp_ms DESC, model_id LIMIT 1`,
      [...parameters, ...workspace.parameters],
      options,
    )
    return rows.map((row) => this.#loggedModel(row))
  }

  #loggedModel(row: Row): LoggedModel {
    const subject = `Model '${row.model_id}'`
    return {
      modelId: requiredText(row, 'model_id', subject, this.uri),
      experimentId: String(row.experiment_id),
      name: requiredText(row, 'name', subject, this.uri),
      artifactUri: requiredText(row, 'artifact_location', subject, this.uri),
      sourceRunId: typeof row.source_run_id === 'string' ? row.source_run_id : undefined,
    }
  }

  async #workspaceCondition(
    options: RequestOptions | undefined,
  ): Promise<{ condition: string; parameters: readonly string[] }> {
    const workspace = activeWorkspace(this.#environment)
    if (workspace === undefined) return { condition: '', parameters: [] }
    // Databases from before workspaces belong to the default one.
    const columns = await mlflowColumns(this.#database, 'experiments', options)
    const column = columns.has('workspace') ? 'workspace' : "'default'"
    return {
      condition: `AND experiment_id IN (SELECT experiment_id FROM experiments WHERE ${column} = ?)`,
      parameters: [workspace],
    }
  }

  #missing(message: string): MlflowError {
    return new MlflowError(message, { code: 'RESOURCE_DOES_NOT_EXIST', uri: this.uri })
  }
}
