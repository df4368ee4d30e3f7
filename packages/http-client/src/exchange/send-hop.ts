import type { HttpRequest } from '@mlflow-artifacts/repository'
import type { Configuration } from '../configuration/configuration.ts'
import type { ConnectionPools } from '../connection-pools.ts'
import { checkDestination } from '../destination/check-destination.ts'
import { redactError } from '../secrets/redact-error.ts'
import { redactHeaders } from '../secrets/redact-headers.ts'
import { connectionError } from './connection-error.ts'
import { discardBody } from './discard-body.ts'
import { headersMs } from './headers-ms.ts'
import { refuseTransferCoding } from './refuse-transfer-coding.ts'
import { type Hop, requestHeaders } from './request-headers.ts'
import { sendOnce, type WireResponse } from './send-once.ts'

/**
 * Sends one hop of a request, and once more with renewed headers where the auth hook's were answered with 401.
 *
 * @throws IntegrityError where the answer was encoded for the transfer
 */
export async function sendHop(
  hop: Hop,
  request: HttpRequest,
  configuration: Configuration,
  pools: ConnectionPools,
): Promise<WireResponse> {
  const { url, method, body } = hop
  const isTrackingServer = url.origin === configuration.trackingOrigin
  const limits = configuration.timeLimits(url.origin)
  const ofHeaders = headersMs(limits, request)
  const headers = await requestHeaders(hop, request.headers ?? {}, configuration, request.signal)
  const trust = hop.isAbroad ? undefined : request.tls
  const addresses = checkDestination(hop, configuration.allowed)
  const connection = await configuration.connection(url, addresses, trust)
  const dispatcher = await pools.dispatcher(connection)
  request.signal?.throwIfAborted()

  const { sent } = configuration
  const isRepeated = request.kind === undefined || request.kind === 'control'
  sent.note({ headers, target: url.target, proxyAuthorization: connection.proxy?.authorization })
  const answer = await sendOnce(
    dispatcher,
    pools.occupancy(dispatcher, url.origin),
    {
      origin: url.origin,
      target: url.target,
      method,
      headers,
      body,
      headersMs: ofHeaders,
      silenceMs: limits.silenceMs,
      waitMs: limits.waitMs,
      signal: request.signal,
      // A control call is sent again by whoever counts that.
      newConnections: isRepeated ? 1 : 2,
    },
    (error) => {
      const described = connectionError(error, {
        url,
        chosenBy: hop.chosenBy,
        isTrackingServer,
        proxyUri: connection.proxy?.uri,
        isControl: request.kind !== 'data',
        ...limits,
        headersMs: ofHeaders,
        sent,
      })
      redactError(described, sent)
      return described
    },
  )
  const response = isRefusal(answer) ? { ...answer, headers: redactHeaders(answer.headers, sent) } : answer
  try {
    refuseTransferCoding(response, url)
  } catch (error) {
    response.body.destroy()
    throw error
  }
  const asksHook = isTrackingServer && !hop.isAbroad && configuration.auth !== undefined
  if (response.status !== 401 || !asksHook || hop.refresh) return response
  discardBody(response)
  return sendHop({ ...hop, refresh: true }, request, configuration, pools)
}

/** A redirect is none: where it leads has to be read as it is. */
function isRefusal({ status }: WireResponse): boolean {
  return status >= 400
}
