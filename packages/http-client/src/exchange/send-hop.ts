import type { HttpRequest } from '@mlflow-artifacts/repository'
import type { Configuration } from '../configuration/configuration.ts'
import type { ConnectionPools } from '../connection-pools.ts'
import { checkDestination } from '../destination/check-destination.ts'
import type { HttpHeaders } from '../http-settings.ts'
import { connectionError } from './connection-error.ts'
import { discardBody } from './discard-body.ts'
import { headersMs } from './headers-ms.ts'
import { refuseTransferCoding } from './refuse-transfer-coding.ts'
import { type Hop, requestHeaders } from './request-headers.ts'
import { sendOnce, type WireResponse } from './send-once.ts'

/** The answer to one hop, and the headers that it answers. */
export interface HopResponse extends WireResponse {
  readonly sent: HttpHeaders
}

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
): Promise<HopResponse> {
  const { url, method, body } = hop
  const isTrackingServer = url.origin === configuration.trackingOrigin
  const limits = configuration.timeLimits(url.origin)
  const ofHeaders = headersMs(limits, request)
  const headers = await requestHeaders(hop, request.headers ?? {}, configuration, request.signal)
  const trust = hop.isAbroad ? undefined : request.tls
  const addresses = checkDestination(hop, configuration.allowed)
  const dispatcher = await pools.dispatcher(await configuration.connection(url, addresses, trust))
  request.signal?.throwIfAborted()

  const response = await sendOnce(
    dispatcher,
    {
      origin: url.origin,
      target: url.target,
      method,
      headers,
      body,
      headersMs: ofHeaders,
      silenceMs: limits.silenceMs,
      signal: request.signal,
    },
    (error) =>
      connectionError(error, {
        url,
        chosenBy: hop.chosenBy,
        isTrackingServer,
        isControl: request.kind !== 'data',
        ...limits,
        headersMs: ofHeaders,
      }),
  )
  try {
    refuseTransferCoding(response, url)
  } catch (error) {
    response.body.destroy()
    throw error
  }
  const asksHook = isTrackingServer && !hop.isAbroad && configuration.auth !== undefined
  if (response.status !== 401 || !asksHook || hop.refresh) return { ...response, sent: headers }
  discardBody(response)
  return sendHop({ ...hop, refresh: true }, request, configuration, pools)
}
