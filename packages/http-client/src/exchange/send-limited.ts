import { type HttpRequest, MlflowError, redactUri } from '@mlflow-artifacts/repository'
import type { Configuration } from '../configuration/configuration.ts'
import { parseRequestUrl } from '../urls/parse-request-url.ts'
import { withinLimit } from '../within-limit.ts'
import { callLimitMs } from './call-limit-ms.ts'
import type { LocatedResponse } from './follow-redirects.ts'

/**
 * Makes a call that ends in bounded time, with all that belongs to it.
 *
 * @param send - sends the request, with the signal that it holds
 * @throws MlflowError `DEADLINE_EXCEEDED` where the time was over
 */
export async function sendLimited(
  request: HttpRequest,
  configuration: Configuration,
  send: (request: HttpRequest) => Promise<LocatedResponse>,
): Promise<LocatedResponse> {
  const { origin, path, href } = parseRequestUrl(request.url)
  const limitMs = callLimitMs(origin, request, configuration)
  const expired = (): MlflowError =>
    new MlflowError(
      `API request to ${origin}${path} failed with timeout exception: it did not end within ${limitMs / 1000} seconds`,
      {
        code: 'DEADLINE_EXCEEDED',
        uri: redactUri(href),
        hint: 'The server or the way to it is very slow. The option http.timeouts.callMs sets this limit.',
      },
    )
  return await withinLimit(limitMs, request.signal, expired, (signal) => send({ ...request, signal }))
}
