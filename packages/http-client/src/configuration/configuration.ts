import type { HttpRequest, RetryEvent } from '@mlflow-artifacts/repository'
import type { AddressRules } from '../destination/address-rules.ts'
import type { AllowedDestinations } from '../destination/allowed-destinations.ts'
import type { HttpSettings } from '../http-settings.ts'
import type { SentRequests } from '../secrets/sent-requests.ts'
import type { RequestUrl } from '../urls/parse-request-url.ts'
import type { CookieJar } from './cookie-jar.ts'
import type { Credentials } from './credentials.ts'
import type { RetryPolicy } from './retry-policy.ts'
import type { HttpProxy } from './select-proxy.ts'
import type { OpeningLimits, TimeLimits } from './time-limits.ts'
import type { TlsOptions } from './tls-options.ts'

/** How a connection to an origin is made. Connections whose options are equal can be shared. */
export interface ConnectionOptions {
  /** `undefined` where the origin is reached without TLS. */
  readonly tls: TlsOptions | undefined
  readonly proxy: HttpProxy | undefined
  /** `undefined`: any may be connected to; through a proxy that is the proxy's to know. */
  readonly addresses: AddressRules | undefined
  readonly limits: OpeningLimits
  readonly maxConnections: number
  /** How long a connection is silent before the system asks whether it still stands; `undefined`: it never does. */
  readonly keepAliveMs: number | undefined
}

/** What one client goes by: settings, environment and defaults, put together. */
export interface Configuration {
  /** The origin of the tracking URI; `undefined` where it is no URL of a server. */
  readonly trackingOrigin: string | undefined
  /** Whether credentials and custom headers belong to an origin: to that of the tracking URI, and to those named beside it. */
  isTrusted(origin: string): boolean
  /** Those of the environment and the tracking URI; where there is an auth hook, only their headers are sent. */
  readonly credentials: Credentials
  readonly cookies: CookieJar
  /** The MLflow workspace of every call to the tracking server. */
  readonly workspace: string | undefined
  readonly headers: HttpSettings['headers']
  readonly auth: HttpSettings['auth']
  readonly followRedirects: boolean
  readonly allowed: AllowedDestinations
  readonly retries: RetryPolicy
  /** Is told of each repetition of a control call before its pause. */
  readonly onRetry?: ((event: RetryEvent) => void) | undefined
  /** What was sent, to find it in what servers say. */
  readonly sent: SentRequests
  timeLimits(origin: string): TimeLimits
  /**
   * @param owner - the origin whose settings count: that of the URL, or the one which the URL is the https form of
   * @param addresses - which ones the name of the host must not lead to
   * @param request - what it said of the origin's certificates, and of proxies
   */
  connection(
    url: RequestUrl,
    owner: string,
    addresses: AddressRules | undefined,
    request: Pick<HttpRequest, 'tls' | 'usesProxy'>,
  ): Promise<ConnectionOptions>
  /** Reads certificates again, because a connection or what was asked over it was refused; whether they are others now. */
  hasNewCertificates(owner: string): Promise<boolean>
}
