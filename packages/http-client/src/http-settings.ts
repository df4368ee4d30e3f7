/** Where nobody says how many there may be: see {@link HttpSettings.maxConnectionsPerOrigin}. */
export const CONNECTIONS_PER_ORIGIN = 16

/** Header values by name; the names in any case. */
export type HttpHeaders = Readonly<Record<string, string>>

/** What an {@link HttpSettings.auth} hook is asked about. */
export interface AuthRequest {
  readonly url: string
  readonly method: string
  /** Whether the server answered 401 to what the hook gave before, so that a cached token should be renewed. */
  readonly refresh: boolean
}

/** Certificates and keys: PEM text or bytes, not paths. */
export interface TlsSettings {
  /**
   * The authorities to trust instead of the platform's, for every origin; those of `NODE_EXTRA_CA_CERTS` stay trusted.
   * Default: `MLFLOW_TRACKING_SERVER_CERT_PATH` for the tracking server, `REQUESTS_CA_BUNDLE` or `CURL_CA_BUNDLE`.
   */
  readonly ca?: string | Uint8Array | readonly (string | Uint8Array)[] | undefined
  /** The client certificate, shown to the tracking server only. Default: `MLFLOW_TRACKING_CLIENT_CERT_PATH`. */
  readonly cert?: string | Uint8Array | undefined
  /** The key of `cert`. Default: looked for in `cert`. */
  readonly key?: string | Uint8Array | undefined
  /** Decrypts the key, also one in `MLFLOW_TRACKING_CLIENT_CERT_PATH`. Default: the key is not encrypted. */
  readonly passphrase?: string | undefined
  /**
   * `false` accepts any certificate of any origin. Default: `true`, and for the tracking server what
   * `MLFLOW_TRACKING_INSECURE_TLS` says.
   */
  readonly rejectUnauthorized?: boolean | undefined
}

/** Time limits in milliseconds. There is none for the bytes of an artifact as a whole. */
export interface TimeoutSettings {
  /**
   * For one of the connections to an origin, while all of them carry answers that nobody reads. Where something still comes
   * on one of them, there is no limit. Default: 30 seconds.
   */
  readonly waitMs?: number | undefined
  /** Until the connection stands, without TLS; behind a proxy, the one to it. Default: 10 seconds. */
  readonly connectMs?: number | undefined
  /** Until TLS is spoken over a connection that stands. Default: `connectMs` where that is given, or else 30 seconds. */
  readonly tlsMs?: number | undefined
  /** Until a proxy has answered `CONNECT`. Default: `connectMs` where that is given, or else 30 seconds. */
  readonly tunnelMs?: number | undefined
  /** From the request sent to the headers received. Default: 120 seconds on the tracking server, 60 elsewhere. */
  readonly headersMs?: number | undefined
  /** Between two pieces of a body, while its reader waits. Default: 30 seconds. */
  readonly silenceMs?: number | undefined
  /**
   * How long the body of a control call may come at less than 1 KiB a second. Default: 60 seconds, or
   * `MLFLOW_HTTP_REQUEST_TIMEOUT` on the tracking server where that is more.
   */
  readonly slowMs?: number | undefined
  /**
   * A control call as a whole: redirects, repetitions, pauses and the last byte of its body. Default: 30 minutes, or where
   * that is more, what the repetitions may need: `headersMs` and 2 minutes for each try.
   */
  readonly callMs?: number | undefined
}

/** How control calls, tracking and listings, are sent again. The bytes of artifacts are the business of `transfer`. */
export interface RetrySettings {
  /** How often one call is sent again. Default: `MLFLOW_HTTP_REQUEST_MAX_RETRIES`, or 7. */
  readonly max?: number | undefined
  /** Seconds: the second repetition waits for `2 * backoffFactor`, each further one twice as long. Default: 2. */
  readonly backoffFactor?: number | undefined
  /** Seconds: up to so much is added at random. Default: 1. */
  readonly jitter?: number | undefined
  /** Whether `Retry-After` of a 413, 429 or 503 replaces the wait. Default: `true`. */
  readonly respectRetryAfter?: boolean | undefined
}

/** How to speak HTTP. What is given here goes before the environment, field by field. */
export interface HttpSettings {
  /**
   * Sent to the origin of the tracking URI, and to `trustedOrigins`, only. A function is asked for each request. They go
   * before those of `MLFLOW_ARTIFACTS_HEADERS` and `MLFLOW_ARTIFACTS_HEADERS_FILE`.
   */
  readonly headers?: HttpHeaders | (() => HttpHeaders | Promise<HttpHeaders>) | undefined
  /**
   * Gives the headers that authenticate one request to the origin of the tracking URI or to one of `trustedOrigins`, such
   * as `Authorization`, or `Proxy-Authorization` where a gateway before the server wants it. Asked for each request, and once more, with `refresh`, after a 401. Replaces user, password and token.
   */
  readonly auth?: ((request: AuthRequest) => HttpHeaders | Promise<HttpHeaders>) | undefined
  /**
   * Origins beside that of the tracking URI that are trusted as it is, such as a separate server of artifacts: they get its
   * credentials, custom headers and client certificate, and its settings of TLS and time. Default:
   * `MLFLOW_ARTIFACTS_TRUSTED_ORIGINS`, separated by commas, or none.
   */
  readonly trustedOrigins?: readonly string[] | undefined
  readonly tls?: TlsSettings | undefined
  /** URL of an HTTP proxy for every origin; `false`: none. Default: `HTTP_PROXY` and its family. */
  readonly proxy?: string | false | undefined
  readonly timeouts?: TimeoutSettings | undefined
  readonly retries?: RetrySettings | undefined
  /**
   * How many requests of any kind to one origin are under way at once; more wait. Default: 16, and for a download as many as
   * its `maxConnections` where that is more. A download that is told to have more than is said here is refused.
   */
  readonly maxConnectionsPerOrigin?: number | undefined
}
