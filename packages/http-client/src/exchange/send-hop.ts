import { isDeepStrictEqual } from 'node:util'
import { type HttpRequest, MlflowError } from '@mlflow-artifacts/repository'
import type { Configuration, ConnectionOptions } from '../configuration/configuration.ts'
import type { ConnectionPools } from '../connection-pools.ts'
import { checkDestination } from '../destination/check-destination.ts'
import { lookupWithin } from '../destination/lookup-within.ts'
import { redactError } from '../secrets/redact-error.ts'
import { redactHeaders } from '../secrets/redact-headers.ts'
import { connectionError } from './connection-error.ts'
import { discardBody } from './discard-body.ts'
import { headersMs } from './headers-ms.ts'
import { missingIssuer } from './missing-issuer.ts'
import { refuseTransferCoding } from './refuse-transfer-coding.ts'
import { type Hop, type RequestHeaders, requestHeaders } from './request-headers.ts'
import { sendOnce, type WireResponse } from './send-once.ts'
import { isUnknownAuthority, tlsHint } from './tls-hint.ts'

/** An answer, and what was sent for it. */
export interface HopResponse extends WireResponse {
  /** Where the credentials that were sent were found; `undefined`: none of ours were. */
  readonly source: string | undefined
  /** The proxy that could read the request, and may have answered in place of its server. */
  readonly forwardProxy: string | undefined
}

/** Answers to anybody, so that they say nothing of credentials. */
const OPEN_ENDPOINT = /\/(?:health|version|server-info)$/

/** What servers say to a client certificate that they do not take: nginx by 400, 495 and 496. */
const OF_CERTIFICATES: ReadonlySet<number> = new Set([400, 401, 403, 495, 496])

/**
 * Sends one hop of a request, and where it is answered with 401 once more, if there are other credentials by now: those of
 * the auth hook, or of a variable or file that was renewed.
 *
 * @throws IntegrityError where the answer was encoded for the transfer
 */
export async function sendHop(
  hop: Hop,
  request: HttpRequest,
  configuration: Configuration,
  pools: ConnectionPools,
): Promise<HopResponse> {
  const { credentials, auth } = configuration
  const make = (one: Hop): Promise<RequestHeaders> =>
    requestHeaders(one, request.headers ?? {}, configuration, request.signal)
  const made = await make(hop)
  const response = await withNewCertificates(hop, request, configuration, () =>
    exchange(hop, made, request, configuration, pools),
  )
  if (!isHome(hop, configuration)) return response
  if (response.status < 300 && made.source !== undefined && !OPEN_ENDPOINT.test(hop.url.path)) {
    credentials.noteAccepted()
  }
  if (response.status !== 401 || hop.refresh) return response

  credentials.forgetFiles()
  const renewed = { ...hop, refresh: true }
  try {
    const remade = await make(renewed)
    if (auth === undefined && isDeepStrictEqual(remade, made)) return response
    discardBody(response)
    return await exchange(renewed, remade, request, configuration, pools)
  } catch (error) {
    discardBody(response)
    throw error
  }
}

/**
 * Sends once more where TLS failed, or the server refused, and the files of certificates have others by now. That the files
 * have changed is noticed before each request, so that this is for those that change just then.
 */
async function withNewCertificates(
  hop: Hop,
  { signal }: HttpRequest,
  configuration: Configuration,
  send: () => Promise<HopResponse>,
): Promise<HopResponse> {
  const mayBeRenewed = async (): Promise<boolean> =>
    signal?.aborted !== true && (await configuration.hasNewCertificates(hop.owner))
  let response: HopResponse
  try {
    response = await send()
  } catch (error) {
    if (!(await mayBeRenewed())) throw error
    return await send()
  }
  const mayMeanCertificate = OF_CERTIFICATES.has(response.status) && isHome(hop, configuration)
  if (!mayMeanCertificate || !(await mayBeRenewed())) return response
  discardBody(response)
  return await send()
}

/** Whether credentials and cookies belong into a hop. */
function isHome({ owner, isAbroad }: Hop, configuration: Configuration): boolean {
  return configuration.isTrusted(owner) && !isAbroad
}

async function exchange(
  hop: Hop,
  { headers, source }: RequestHeaders,
  request: HttpRequest,
  configuration: Configuration,
  pools: ConnectionPools,
): Promise<HopResponse> {
  const { url, owner, method, body } = hop
  const limits = configuration.timeLimits(owner)
  const ofHeaders = headersMs(limits, request)
  const addresses = checkDestination(hop, configuration.allowed)
  const connection = await configuration.connection(url, owner, addresses, {
    ...(!hop.isAbroad && { tls: request.tls }),
    ...(!hop.isAbroad && request.usesProxy !== undefined && { usesProxy: request.usesProxy }),
  })
  const dispatcher = await pools.dispatcher(connection)
  request.signal?.throwIfAborted()

  const { sent } = configuration
  const isRepeated = request.kind === undefined || request.kind === 'control'
  sent.note({ headers, target: url.target, proxyAuthorization: connection.proxy?.authorization })
  const proxyAuthorization = headers['proxy-authorization']
  const answer = await sendOnce(
    dispatcher,
    pools.occupancy(dispatcher, url.origin),
    {
      origin: url.origin,
      target: url.target,
      method,
      headers: proxyAuthorization === undefined ? headers : withoutProxyAuthorization(headers),
      proxyAuthorization,
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
        isTrusted: configuration.isTrusted(owner),
        hasBundle: connection.tls?.ca !== undefined,
        proxyUri: connection.proxy?.uri,
        isControl: request.kind !== 'data',
        ...limits,
        headersMs: ofHeaders,
        sent,
      })
      redactError(described, sent)
      return described
    },
  ).catch((error: unknown) => withIssuer(error, hop, connection, configuration))
  const cookies = answer.headers['set-cookie']
  if (cookies !== undefined && isHome(hop, configuration)) configuration.cookies.receive(owner, url, cookies)
  const response = isRefusal(answer) ? { ...answer, headers: redactHeaders(answer.headers, sent) } : answer
  try {
    refuseTransferCoding(response, url)
  } catch (error) {
    response.body.destroy()
    throw error
  }
  const forwardProxy = url.scheme === 'http' ? connection.proxy?.uri : undefined
  return { ...response, source, forwardProxy }
}

function withoutProxyAuthorization(headers: RequestHeaders['headers']): RequestHeaders['headers'] {
  const { 'proxy-authorization': _, ...others } = headers
  return others
}

/** Names whom TLS did not know. Behind a proxy, nobody else is asked. */
async function withIssuer(
  error: unknown,
  { url, owner }: Hop,
  { tls, proxy, addresses }: ConnectionOptions,
  { isTrusted, sent }: Configuration,
): Promise<never> {
  const { cause } = error instanceof Error ? error : { cause: undefined }
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  if (!MlflowError.isInstance(error) || proxy !== undefined || !isUnknownAuthority(code)) throw error
  const issuer = await missingIssuer(url, addresses === undefined ? undefined : lookupWithin(addresses))
  const peer = {
    who: 'server',
    isTrusted: isTrusted(owner),
    hasBundle: tls?.ca !== undefined,
    issuer,
  } as const
  const named = new MlflowError(error.message, { ...error, cause, hint: tlsHint(code, peer) })
  redactError(named, sent)
  throw named
}

/** A redirect is none: where it leads has to be read as it is. */
function isRefusal({ status }: WireResponse): boolean {
  return status >= 400
}
