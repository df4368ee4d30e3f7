import { type ErrorCode, MlflowError, type RequestOptions, RestError } from '@mlflow-artifacts/repository'
import type { ModelRegistry } from '../model-registry.ts'
import { PROMPT_TAG } from '../rules/prompt-tag.ts'
import { registryErrors } from '../rules/registry-errors.ts'
import type { StoreContext } from '../store-context.ts'
import type { AnswerObject } from './answer-object.ts'
import { RestClient } from './rest-client.ts'

const REGISTERED_MODELS = '/api/2.0/mlflow/registered-models'
const LATEST_VERSIONS = `${REGISTERED_MODELS}/get-latest-versions`
const REFUSALS: ReadonlySet<ErrorCode> = new Set([
  'UNAUTHENTICATED',
  'PERMISSION_DENIED',
  'ENDPOINT_NOT_FOUND',
])

/** The model registry of an MLflow server. Python's `RestStore` (`mlflow/store/model_registry/rest_store.py`). */
export class RestModelRegistry implements ModelRegistry {
  readonly uri: string
  readonly #client: RestClient

  constructor(uri: string, context: StoreContext) {
    this.#client = new RestClient(uri, context)
    this.uri = this.#client.uri
  }

  async getLatestVersion(name: string, stage: string | undefined, options?: RequestOptions): Promise<string> {
    const answer = await this.#latestVersions(name, stage, options)
    let latest: bigint | undefined
    for (const entry of answer.objects('model_versions')) {
      const version = entry.integer('version')
      if (latest === undefined || version > latest) latest = version
    }
    if (latest === undefined) throw registryErrors.noVersions(name, stage, this.uri)
    return String(latest)
  }

  async getVersionByAlias(name: string, alias: string, options?: RequestOptions): Promise<string> {
    const parameters = [
      ['name', name],
      ['alias', alias],
    ] as const
    const answer = await this.#client.get(`${REGISTERED_MODELS}/alias`, parameters, options)
    return answer.object('model_version').id('version')
  }

  async getDownloadUri(name: string, version: string, options?: RequestOptions): Promise<string> {
    if (await this.#isPrompt(name, options)) throw registryErrors.modelIsPrompt(name, this.uri)
    // Larger than the server's database can be asked for: it fails with a 500, which is asked again for minutes.
    if (/^\d{11,}$/.test(version.replace(/^0+/, '')))
      throw registryErrors.versionNotFound(name, BigInt(version), this.uri)
    const parameters = [
      ['name', name],
      ['version', version],
    ] as const
    return (
      await this.#client.get('/api/2.0/mlflow/model-versions/get-download-uri', parameters, options)
    ).text('artifact_uri')
  }

  async close(): Promise<void> {
    // The connections are the HTTP client's.
  }

  /** As far as the server says: who may not ask may still have the version. */
  async #isPrompt(name: string, options: RequestOptions | undefined): Promise<boolean> {
    try {
      const answer = await this.#client.get(`${REGISTERED_MODELS}/get`, [['name', name]], options)
      const tags = answer.object('registered_model').objects('tags')
      return tags.some((tag) => tag.optionalText('key') === PROMPT_TAG)
    } catch (error) {
      if (MlflowError.isInstance(error) && REFUSALS.has(error.code)) return false
      throw error
    }
  }

  async #latestVersions(
    name: string,
    stage: string | undefined,
    options: RequestOptions | undefined,
  ): Promise<AnswerObject> {
    try {
      const body = stage === undefined ? { name } : { name, stages: [stage] }
      return await this.#client.post(LATEST_VERSIONS, body, options)
    } catch (error) {
      // As Python does for servers that know the endpoint by its older method only.
      if (!(error instanceof RestError) || error.code !== 'ENDPOINT_NOT_FOUND') throw error
      const parameters: [string, string][] = stage === undefined ? [] : [['stages', stage]]
      return await this.#client.get(LATEST_VERSIONS, [['name', name], ...parameters], options)
    }
  }
}
