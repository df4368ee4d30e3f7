import { type HttpRequest, type RequestOptions, redactUri } from '@mlflow-artifacts/repository'
import { type JsonValue, urlencode } from '@mlflow-artifacts/repository/python'
import type { StoreContext } from '../store-context.ts'
import type { AnswerObject } from './answer-object.ts'
import { checkWorkspaceSupport } from './check-workspace-support.ts'
import { readAnswer } from './read-answer.ts'
import { restBaseUrl } from './rest-base-url.ts'

/** Calls of one MLflow server. */
export class RestClient {
  /** The URI of the server, without credentials. */
  readonly uri: string
  readonly #baseUrl: string
  readonly #context: StoreContext

  /** @throws MlflowError `INVALID_PARAMETER_VALUE` for what is no URL of a server */
  constructor(uri: string, context: StoreContext) {
    this.uri = redactUri(uri)
    this.#baseUrl = restBaseUrl(uri)
    this.#context = context
  }

  /** @throws RestError or MlflowError as {@link readAnswer}, and what the HTTP client throws */
  get(
    endpoint: string,
    parameters: readonly (readonly [name: string, value: string])[],
    options: RequestOptions | undefined,
  ): Promise<AnswerObject> {
    const query = parameters.length === 0 ? '' : `?${urlencode(parameters)}`
    return this.#call(endpoint, { url: this.#baseUrl + endpoint + query }, options)
  }

  /** @throws RestError or MlflowError as {@link readAnswer}, and what the HTTP client throws */
  post(
    endpoint: string,
    body: Readonly<Record<string, JsonValue>>,
    options: RequestOptions | undefined,
  ): Promise<AnswerObject> {
    const headers = { 'content-type': 'application/json' }
    const url = this.#baseUrl + endpoint
    return this.#call(endpoint, { url, method: 'POST', headers, body: JSON.stringify(body) }, options)
  }

  async #call(
    endpoint: string,
    request: HttpRequest,
    options: RequestOptions | undefined,
  ): Promise<AnswerObject> {
    const { http, environment } = this.#context
    const signal = options?.signal
    signal?.throwIfAborted()
    await checkWorkspaceSupport(http, this.#baseUrl, environment, signal)
    const response = await http.request({ ...request, signal })
    return await readAnswer(response, this.#baseUrl + endpoint, endpoint)
  }
}
