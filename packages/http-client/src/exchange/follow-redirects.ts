import { type HttpRequest, MlflowError, redactUri } from '@mlflow-artifacts/repository'
import type { Configuration } from '../configuration/configuration.ts'
import type { ConnectionPools } from '../connection-pools.ts'
import { parseRequestUrl, type RequestUrl } from '../urls/parse-request-url.ts'
import { discardBody } from './discard-body.ts'
import { redirectTarget } from './redirect-target.ts'
import type { Hop } from './request-headers.ts'
import { sendHop } from './send-hop.ts'
import type { WireResponse } from './send-once.ts'

const MOST_REDIRECTS = 5

/** An answer and the URL that gave it. */
export interface LocatedResponse extends WireResponse {
  readonly url: RequestUrl
  /** Whether a server chose that URL. */
  readonly isRedirected: boolean
}

/**
 * Sends a request and follows redirects, by our own rule: at most 5, never from https to http, and a request that has
 * once left its origin carries nothing personal any more, even where it is sent back.
 */
export async function followRedirects(
  request: HttpRequest,
  configuration: Configuration,
  pools: ConnectionPools,
): Promise<LocatedResponse> {
  const first = parseRequestUrl(request.url)
  let hop: Hop = {
    url: first,
    method: request.method ?? 'GET',
    body: request.body,
    isConfigured: request.isConfigured === true || first.origin === configuration.trackingOrigin,
    chosenBy: request.chosenBy,
    isAbroad: false,
    refresh: false,
  }
  for (let redirects = 0; ; redirects++) {
    const response = await sendHop(hop, request, configuration, pools)
    if (!configuration.followRedirects || request.followsRedirects === false)
      return { ...response, url: hop.url, isRedirected: redirects > 0 }
    let target: RequestUrl | undefined
    try {
      target = redirectTarget(response, hop.url)
    } catch (error) {
      discardBody(response)
      throw error
    }
    if (target === undefined) return { ...response, url: hop.url, isRedirected: redirects > 0 }
    discardBody(response)
    if (redirects === MOST_REDIRECTS) {
      throw new MlflowError(
        `API request to ${first.origin}${first.path} failed with exception ` +
          `Exceeded ${MOST_REDIRECTS} redirects.`,
        { uri: redactUri(first.href) },
      )
    }
    hop = nextHop(hop, response.status, target, configuration.trackingOrigin)
  }
}

function nextHop(hop: Hop, status: number, url: RequestUrl, trackingOrigin: string | undefined): Hop {
  const { origin } = hop.url
  const isAbroad = hop.isAbroad || url.origin !== origin
  const isConfigured = url.origin === origin ? hop.isConfigured : url.origin === trackingOrigin
  const chosenBy = url.origin === origin ? hop.chosenBy : origin
  const next = { ...hop, url, isConfigured, chosenBy, isAbroad, refresh: false }
  const becomesGet = status === 303 ? hop.method !== 'HEAD' : status < 303 && hop.method === 'POST'
  return becomesGet ? { ...next, method: 'GET', body: undefined } : next
}
