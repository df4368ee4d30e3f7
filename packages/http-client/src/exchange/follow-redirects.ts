import { type HttpRequest, MlflowError, redactUri } from '@mlflow-artifacts/repository'
import type { Configuration } from '../configuration/configuration.ts'
import type { ConnectionPools } from '../connection-pools.ts'
import { parseRequestUrl, type RequestUrl } from '../urls/parse-request-url.ts'
import { discardBody } from './discard-body.ts'
import { redirectTarget } from './redirect-target.ts'
import type { Hop } from './request-headers.ts'
import { type HopResponse, sendHop } from './send-hop.ts'

const MOST_REDIRECTS = 5

/** An answer and the hop that it answers. */
export interface LocatedResponse extends HopResponse {
  readonly url: RequestUrl
  readonly hop: Hop
  /** Whether a server chose that URL. */
  readonly isRedirected: boolean
  /** What to do about a refusal, once its words are known. */
  readonly hint?: string | undefined
}

/**
 * Sends a request and follows redirects, by our own rule: at most 5, never from https to http, and a request that has
 * once left its origin carries nothing personal any more, even where it is sent back. The https form of an origin is the
 * same host, and a trusted origin as good as another one: neither is elsewhere.
 */
export async function followRedirects(
  request: HttpRequest,
  configuration: Configuration,
  pools: ConnectionPools,
): Promise<LocatedResponse> {
  const first = parseRequestUrl(request.url)
  let hop: Hop = {
    url: first,
    owner: first.origin,
    method: request.method ?? 'GET',
    body: request.body,
    isConfigured: request.isConfigured === true || configuration.isTrusted(first.origin),
    chosenBy: request.chosenBy,
    isAbroad: false,
    leftFrom: undefined,
    refresh: false,
  }
  for (let redirects = 0; ; redirects++) {
    const response = await sendHop(hop, request, configuration, pools)
    if (!configuration.followRedirects || request.followsRedirects === false)
      return { ...response, url: hop.url, hop, isRedirected: redirects > 0 }
    let target: RequestUrl | undefined
    try {
      target = redirectTarget(response, hop.url)
    } catch (error) {
      discardBody(response)
      throw error
    }
    if (target === undefined) return { ...response, url: hop.url, hop, isRedirected: redirects > 0 }
    discardBody(response)
    if (redirects === MOST_REDIRECTS) {
      throw new MlflowError(
        `API request to ${first.origin}${first.path} failed with exception ` +
          `Exceeded ${MOST_REDIRECTS} redirects.`,
        { uri: redactUri(first.href) },
      )
    }
    hop = nextHop(hop, response.status, target, configuration)
  }
}

function nextHop(hop: Hop, status: number, url: RequestUrl, configuration: Configuration): Hop {
  const { origin } = hop.url
  const isSame = url.origin === origin || isHttpsForm(url, hop.url)
  const owner = isSame ? hop.owner : url.origin
  const isTrusted = configuration.isTrusted(url.origin)
  const isAbroad = hop.isAbroad || !(isSame || (isTrusted && configuration.isTrusted(hop.owner)))
  const leftFrom = isAbroad && !hop.isAbroad && configuration.isTrusted(hop.owner) ? origin : hop.leftFrom
  const isConfigured = isSame ? hop.isConfigured : isTrusted
  const chosenBy = isSame ? hop.chosenBy : origin
  const next = { ...hop, url, owner, isConfigured, chosenBy, isAbroad, leftFrom, refresh: false }
  const becomesGet = status === 303 ? hop.method !== 'HEAD' : status < 303 && hop.method === 'POST'
  return becomesGet ? { ...next, method: 'GET', body: undefined } : next
}

/** Whether a URL is of the same host, where it answers by https: the usual redirect of what stands before a server. */
function isHttpsForm(url: RequestUrl, { scheme, hostname }: RequestUrl): boolean {
  return url.hostname === hostname && url.scheme === 'https' && scheme === 'http'
}
