import type { HttpTrust } from '@mlflow-artifacts/repository'
import type { HttpSettings } from '../http-settings.ts'
import type { RequestUrl } from '../urls/parse-request-url.ts'
import type { RetryPolicy } from './retry-policy.ts'
import type { HttpProxy } from './select-proxy.ts'
import type { TimeLimits } from './time-limits.ts'
import type { TlsOptions } from './tls-options.ts'

/** How a connection to an origin is made. Connections whose options are equal can be shared. */
export interface ConnectionOptions {
  /** `undefined` where the origin is reached without TLS. */
  readonly tls: TlsOptions | undefined
  readonly proxy: HttpProxy | undefined
  readonly connectMs: number
  readonly maxConnections: number
}

/** What one client goes by: settings, environment and defaults, put together. */
export interface Configuration {
  /** The origin to which all credentials and custom headers belong; `undefined`: nobody gets them. */
  readonly trackingOrigin: string | undefined
  /** `Authorization` for the tracking server. */
  readonly authorization: string | undefined
  /** The MLflow workspace of every call to the tracking server. */
  readonly workspace: string | undefined
  readonly headers: HttpSettings['headers']
  readonly auth: HttpSettings['auth']
  readonly followRedirects: boolean
  readonly retries: RetryPolicy
  timeLimits(origin: string): TimeLimits
  /** @param trust - what a request said of the origin's certificates */
  connection(url: RequestUrl, trust?: HttpTrust): Promise<ConnectionOptions>
}
