import type { S3Client } from '@aws-sdk/client-s3'
import { type HttpClient, type HttpRequest, MlflowError } from '@mlflow-artifacts/repository'
import { quote } from '@mlflow-artifacts/repository/python'
import { collect } from './collect.ts'
import { GivenUp } from './given-up.ts'
import { LARGEST_ANSWER } from './largest-answer.ts'

/** What an SDK client sends its requests by. */
export type SdkHttpHandler = S3Client['config']['requestHandler']
type SdkRequest = Parameters<SdkHttpHandler['handle']>[0]

/** A failure that the SDK may try again, with the error to report where that was in vain. */
class RetryableBySdk extends Error {
  readonly $retryable = {}
}

/**
 * Lets an SDK client send by the shared HTTP client, so that proxies, TLS and time limits are the same for all requests.
 * Each is sent once: the SDK repeats.
 *
 * @param http - asked for with each request
 * @param signalOfOthers - aborts a request that nobody gave a signal, such as one for credentials. Default: nothing does
 */
export function sdkHttpHandler(
  http: () => HttpClient,
  signalOfOthers: () => AbortSignal | undefined = () => undefined,
): SdkHttpHandler {
  return {
    async handle(request, { abortSignal }: { readonly abortSignal?: unknown } = {}) {
      const own = abortSignal instanceof AbortSignal ? abortSignal : undefined
      const signal = own ?? signalOfOthers()
      try {
        const response = await http().request({
          url: urlOf(request),
          method: methodOf(request),
          headers: headersOf(request),
          ...bodyOf(request),
          kind: 'once',
          maximumBytes: LARGEST_ANSWER,
          signal,
        })
        const body = await collect(response.body)
        return { response: { statusCode: response.status, headers: { ...response.headers }, body } }
      } catch (error) {
        own?.throwIfAborted()
        if (signal?.aborted === true) throw new GivenUp()
        const isRetryable = MlflowError.isInstance(error) && error.retryable
        throw isRetryable ? new RetryableBySdk(error.message, { cause: error }) : error
      }
    },
    updateHttpClientConfig: () => undefined,
    httpHandlerConfigs: () => ({}),
  }
}

function urlOf({ protocol, hostname, port, path, query }: SdkRequest): string {
  const parameters = Object.keys(query)
    .sort()
    .flatMap((name) => {
      const value = query[name]
      if (value === null || value === undefined) return [quote(name, '')]
      return [value].flat().map((text) => `${quote(name, '')}=${quote(text, '')}`)
    })
  const origin = `${protocol}//${hostname}${port === undefined ? '' : `:${port}`}`
  return `${origin}${path}${parameters.length === 0 ? '' : `?${parameters.join('&')}`}`
}

function methodOf({ method }: SdkRequest): NonNullable<HttpRequest['method']> {
  switch (method) {
    case 'GET':
    case 'HEAD':
    case 'POST':
    case 'PUT':
    case 'DELETE':
      return method
    default:
      throw new MlflowError(`The method ${method} is not supported`, { code: 'NOT_IMPLEMENTED' })
  }
}

/** Without what the shared client writes itself. */
function headersOf({ headers }: SdkRequest): Record<string, string> {
  const own = new Set(['host', 'content-length'])
  const entries: [string, string][] = Object.entries(headers)
  return Object.fromEntries(entries.filter(([name]) => !own.has(name.toLowerCase())))
}

function bodyOf({ body }: SdkRequest): Pick<HttpRequest, 'body'> {
  return typeof body === 'string' || body instanceof Uint8Array ? { body } : {}
}
