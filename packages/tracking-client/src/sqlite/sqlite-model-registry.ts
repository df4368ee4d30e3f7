import type { RequestOptions } from '@mlflow-artifacts/repository'
import type { ModelRegistry } from '../model-registry.ts'
import { invalidStateError } from '../rules/invalid-state-error.ts'
import { parseModelVersion } from '../rules/parse-model-version.ts'
import { PROMPT_TAG } from '../rules/prompt-tag.ts'
import { registryErrors } from '../rules/registry-errors.ts'
import { DELETED_STAGE, wantedStages } from '../rules/stages.ts'
import { validateAlias } from '../rules/validate-alias.ts'
import { validateModelName } from '../rules/validate-model-name.ts'
import type { StoreContext } from '../store-context.ts'
import { activeWorkspace } from './active-workspace.ts'
import type { Condition, Lookup } from './lookup.ts'
import { mlflowColumns } from './mlflow-columns.ts'
import { type Row, SqliteDatabase } from './sqlite-database.ts'

// What a column of SQLite can hold.
const LARGEST_INTEGER = 2n ** 63n - 1n

/** Registered models in an SQLite database of MLflow, of any of its versions. */
export class SqliteModelRegistry implements ModelRegistry {
  readonly uri: string
  readonly #database: SqliteDatabase
  readonly #environment: StoreContext['environment']

  constructor(uri: string, context: StoreContext) {
    this.#database = new SqliteDatabase(uri, context.cwd)
    this.#environment = context.environment
    this.uri = this.#database.uri
  }

  async getLatestVersion(name: string, stage: string | undefined, options?: RequestOptions): Promise<string> {
    const version = await this.#latestVersion(name, stage, options)
    if (version === undefined) throw registryErrors.noVersions(name, stage, this.uri)
    return version
  }

  async getVersionByAlias(name: string, alias: string, options?: RequestOptions): Promise<string> {
    validateModelName(name)
    validateAlias(alias)
    if (alias.toLowerCase() === 'latest') {
      const version = await this.#latestVersion(name, undefined, options)
      if (version === undefined) throw registryErrors.latestNotFound(name, this.uri)
      return version
    }
    await this.#checkModel(name, options)
    const row = await this.#first(
      {
        table: 'registered_model_aliases',
        columns: ['version'],
        where: [...named(name), { column: 'alias', is: 'one of', values: [alias] }],
      },
      options,
    )
    if (typeof row?.version !== 'bigint') throw registryErrors.aliasNotFound(alias, this.uri)
    await this.#version(name, row.version, options)
    return String(row.version)
  }

  async getDownloadUri(name: string, version: string, options?: RequestOptions): Promise<string> {
    await this.#checkModel(name, options)
    const tag = await this.#first(
      {
        table: 'registered_model_tags',
        columns: ['key'],
        where: [...named(name), { column: 'key', is: 'one of', values: [PROMPT_TAG] }],
      },
      options,
    )
    if (tag !== undefined) throw registryErrors.modelIsPrompt(name, this.uri)
    const number = parseModelVersion(version)
    const row = await this.#version(name, number, options)
    const location = row.storage_location || row.source
    if (typeof location === 'string' && location !== '') return location
    throw invalidStateError(`Model Version (name=${name}, version=${number})`, this.uri, 'it has no source')
  }

  close(): Promise<void> {
    return this.#database.close()
  }

  async #checkModel(name: string, options: RequestOptions | undefined): Promise<void> {
    validateModelName(name)
    await mlflowColumns(this.#database, 'registered_models', options)
    const row = await this.#first(
      { table: 'registered_models', columns: ['name'], where: named(name) },
      options,
    )
    if (row === undefined) throw registryErrors.modelNotFound(name, this.uri)
  }

  async #latestVersion(
    name: string,
    stage: string | undefined,
    options: RequestOptions | undefined,
  ): Promise<string | undefined> {
    await this.#checkModel(name, options)
    const stages = wantedStages(stage)
    const row = await this.#first(
      {
        table: 'model_versions',
        columns: ['version'],
        where: [...named(name), { column: 'current_stage', is: 'one of', values: stages }],
        order: [{ column: 'version', direction: 'descending' }],
      },
      options,
    )
    return row && String(row.version)
  }

  async #version(name: string, version: bigint, options: RequestOptions | undefined): Promise<Row> {
    // SQLite cannot even be asked for a larger one.
    if (version > LARGEST_INTEGER) throw registryErrors.versionNotFound(name, version, this.uri)
    const row = await this.#first(
      {
        table: 'model_versions',
        columns: ['storage_location', 'source'],
        where: [
          ...named(name),
          { column: 'version', is: 'one of', values: [version] },
          { column: 'current_stage', is: 'none of', values: [DELETED_STAGE] },
        ],
      },
      options,
    )
    if (row === undefined) throw registryErrors.versionNotFound(name, version, this.uri)
    return row
  }

  /** A row of the active workspace. */
  async #first(lookup: Lookup, options: RequestOptions | undefined): Promise<Row | undefined> {
    const workspace = activeWorkspace(this.#environment) ?? 'default'
    const columns = await this.#database.columns(lookup.table, options)
    // Databases from before workspaces belong to the default one.
    const where: Condition[] = columns.has('workspace')
      ? [{ column: 'workspace', is: 'one of', values: [workspace] }, ...lookup.where]
      : [...lookup.where]
    if (!columns.has('workspace') && workspace !== 'default') return undefined
    return await this.#database.first({ ...lookup, where }, options)
  }
}

function named(name: string): readonly Condition[] {
  return [{ column: 'name', is: 'one of', values: [name] }]
}
