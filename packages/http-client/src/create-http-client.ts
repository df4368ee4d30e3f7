import type { HttpClient, HttpRequest, HttpResponse, RetryEvent } from '@mlflow-artifacts/repository'
import type { Configuration } from './configuration/configuration.ts'
import type { Environment } from './configuration/environment.ts'
import { readConfiguration } from './configuration/read-configuration.ts'
import { ConnectionPools } from './connection-pools.ts'
import type { DestinationOptions } from './destination/destination-options.ts'
import { sendByKind } from './exchange/send-by-kind.ts'
import type { HttpSettings } from './http-settings.ts'
import { redactError } from './secrets/redact-error.ts'
import { SentRequests } from './secrets/sent-requests.ts'

/** What {@link createHttpClient} is made from. */
export interface HttpClientOptions extends DestinationOptions {
  /** The environment variables, by name. */
  readonly environment: Environment
  /**
   * The tracking URI. To its origin, where it is `http:` or `https:`, the credentials belong, and to `settings.trustedOrigins`;
   * user and password in it are among them.
   */
  readonly trackingUri: string | undefined
  /** Goes before the environment, field by field. Default: nothing. */
  readonly settings?: HttpSettings | undefined
  /** Connections to share with other clients, closed by whoever made them. Default: the client's own. */
  readonly pools?: ConnectionPools | undefined
  /**
   * Is told of each repetition of a control call, before its pause; the bytes of artifacts are repeated by `transfer`. It must
   * not throw. Default: nobody is told.
   */
  readonly onRetry?: ((event: RetryEvent) => void) | undefined
}

/**
 * The HTTP client of every hop to MLflow and its stores. Nothing is read or opened before the first request, so what
 * is wrong with the settings or the environment is an error of that.
 *
 * `request` rejects with an `MlflowError`:
 * - `INVALID_PARAMETER_VALUE`: a URL, header, setting or variable that cannot be used
 * - `DEADLINE_EXCEEDED`, retryable: a time limit passed
 * - `TEMPORARILY_UNAVAILABLE`, retryable: no connection, or one that broke; a control call answered with 408 or 5xx
 * - `DEADLINE_EXCEEDED`, not retryable: a control call took longer than it may in all
 * - `MAX_READ_SIZE_EXCEEDED`, `INVALID_STATE`: an answer, or its headers, without an end
 * - `RESOURCE_EXHAUSTED`, retryable: a control call answered with 429; not retryable: unread answers hold all connections
 * - `INTERNAL_ERROR`: TLS refused, a redirect that may not be followed
 * - `UNAUTHENTICATED`, `PERMISSION_DENIED`: a proxy refused
 * - `PERMISSION_DENIED`: a URL that leads where it may not lead, by its scheme, host or address
 * - `NOT_IMPLEMENTED`: a proxy or a way to authenticate that is not supported
 *
 * Other statuses are answers. A body that breaks off fails in the same way while it is read.
 */
export function createHttpClient(options: HttpClientOptions): HttpClient & { close(): Promise<void> } {
  const { environment, trackingUri, settings = {}, pools = new ConnectionPools() } = options
  const { allowedSchemes, allowedHosts, onRetry } = options
  let configuration: Promise<Configuration> | undefined

  return {
    async request(request: HttpRequest): Promise<HttpResponse> {
      request.signal?.throwIfAborted()
      configuration ??= readConfiguration(
        trackingUri,
        { ...settings, allowedSchemes, allowedHosts },
        environment,
      ).then((read) => ({ ...read, onRetry }))
      const known = await configuration.catch((error: unknown) => {
        redactError(error, new SentRequests(environment))
        throw error
      })
      const { sent } = known
      try {
        const { status, headers, body, url, isRedirected, hint } = await sendByKind(request, known, pools)
        const redact = (text: string): string => sent.redact(text)
        const shown = isRedirected ? sent.redactOwn(url.href) : url.href
        return { status, headers, body, url: shown, hint, redact, recycle: pools.buffers.recycle }
      } catch (error) {
        request.signal?.throwIfAborted()
        redactError(error, sent)
        throw error
      }
    },
    async close(): Promise<void> {
      if (options.pools === undefined) await pools.close()
    },
  }
}
