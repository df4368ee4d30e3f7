import { encodePathSegment, PageGuard } from '@mlflow-artifacts/http-client'
import { MlflowError, type RequestOptions } from '@mlflow-artifacts/repository'
import { validateModelId } from '../rules/validate-model-id.ts'
import type { StoreContext } from '../store-context.ts'
import type { LoggedModel, LoggedModelQuery, Run, TrackingStore } from '../tracking-store.ts'
import type { AnswerObject } from './answer-object.ts'
import { loggedModelFilter } from './logged-model-filter.ts'
import { RestClient } from './rest-client.ts'

const LOGGED_MODELS = '/api/2.0/mlflow/logged-models'
/** No experiment has half a million models of one name, which is what they would hold. */
const MOST_PAGES = 10_000

/** Runs and logged models of an MLflow server. Python's `RestStore` (`mlflow/store/tracking/rest_store.py`). */
export class RestTrackingStore implements TrackingStore {
  readonly uri: string
  readonly #client: RestClient

  constructor(uri: string, context: StoreContext) {
    this.#client = new RestClient(uri, context)
    this.uri = this.#client.uri
  }

  async getRun(runId: string, options?: RequestOptions): Promise<Run> {
    const parameters = [
      ['run_uuid', runId],
      ['run_id', runId],
    ] as const
    const answer = await this.#client.get('/api/2.0/mlflow/runs/get', parameters, options)
    const info = answer.object('run').object('info')
    return {
      runId: info.text('run_id'),
      experimentId: info.id('experiment_id'),
      artifactUri: info.text('artifact_uri'),
      lifecycleStage: info.text('lifecycle_stage'),
    }
  }

  async getLoggedModel(modelId: string, options?: RequestOptions): Promise<LoggedModel> {
    validateModelId(modelId)
    // What would change the path of the request, in Flask or in a proxy before it, is no id.
    if (/\/|^\.\.?$/.test(modelId)) {
      throw new MlflowError(`Logged model with ID '${modelId}' not found.`, {
        code: 'RESOURCE_DOES_NOT_EXIST',
        uri: this.uri,
      })
    }
    const answer = await this.#client.get(`${LOGGED_MODELS}/${encodePathSegment(modelId)}`, [], options)
    return loggedModel(answer.object('model').object('info'))
  }

  async findLoggedModel(query: LoggedModelQuery, options?: RequestOptions): Promise<LoggedModel | undefined> {
    try {
      for await (const model of this.#loggedModels(query, options)) {
        // The name too: the database behind the server may compare without regard to case.
        if (model.optionalText('name') !== query.name) continue
        if (model.optionalText('source_run_id') === query.sourceRunId) return loggedModel(model)
      }
      return undefined
    } catch (error) {
      if (cannotHoldModel(error, query.name)) return undefined
      throw error
    }
  }

  async close(): Promise<void> {
    // The connections are the HTTP client's.
  }

  async *#loggedModels(
    query: LoggedModelQuery,
    options: RequestOptions | undefined,
  ): AsyncGenerator<AnswerObject> {
    const search = { experiment_ids: [query.experimentId], filter: loggedModelFilter(query.name) }
    const guard = new PageGuard(`The search for logged models named '${query.name}'`, this.uri, MOST_PAGES)
    let token: string | undefined
    do {
      const body = token === undefined ? search : { ...search, page_token: token }
      const page = await this.#client.post(`${LOGGED_MODELS}/search`, body, options)
      const models = page.objects('models').map((model) => model.object('info'))
      token = page.optionalText('next_page_token')
      guard.check({ firstEntry: models[0]?.optionalText('model_id'), nextToken: token })
      yield* models
    } while (token !== undefined)
  }
}

function loggedModel(info: AnswerObject): LoggedModel {
  return {
    modelId: info.text('model_id'),
    experimentId: info.id('experiment_id'),
    name: info.text('name'),
    artifactUri: info.text('artifact_uri'),
    sourceRunId: info.optionalText('source_run_id'),
  }
}

/** Whether a search failed on a server that has no logged models, or that could not hold one of that name. */
function cannotHoldModel(error: unknown, name: string): boolean {
  if (!MlflowError.isInstance(error)) return false
  if (error.code === 'ENDPOINT_NOT_FOUND') return true
  // MLflow allows no quote in the name of a logged model, and servers before `IN` can only refuse to look for one.
  return error.code === 'INVALID_PARAMETER_VALUE' && name.includes("'")
}
