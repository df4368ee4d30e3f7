/** Which certificates a store's environment says to trust, and to present. */
export interface HttpTrust {
  /** PEM text of the authorities. Default: what the client trusts. */
  readonly ca?: string | undefined
  /** `false` accepts any certificate. Default: what the client was made with. */
  readonly rejectUnauthorized?: boolean | undefined
  /** Who asks, by a certificate and its key, both PEM text. Default: as the client was made. */
  readonly client?: { readonly cert: string; readonly key: string } | undefined
}

/** One HTTP request. The path of `url` goes over the wire as it stands: nothing is normalised or encoded. */
export interface HttpRequest {
  /** Absolute, `http:` or `https:`, percent-encoded. Credentials travel beside it, never in it. */
  readonly url: string
  /** Default: `GET`. */
  readonly method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE'
  /**
   * Names in any case. They go to the origin of `url` and its https form only, also across redirects, but for `Accept`,
   * `Range`, `If-Range` and `If-Match`, which say what is wanted and not who asks.
   */
  readonly headers?: Readonly<Record<string, string>>
  /** Default: none. */
  readonly body?: string | Uint8Array
  /**
   * Whether the user's own configuration leads to `url`, such as the endpoint of a store in the environment: then it may be
   * anywhere. Default: whether it has the origin of the tracking URI, or a trusted one.
   */
  readonly isConfigured?: boolean
  /**
   * The URI of the server or store that chose `url`, without credentials, where an answer named it, such as a presigned
   * URL: one on another machine may not lead to this one. Default: the caller did, who may, but not to link-local addresses.
   */
  readonly chosenBy?: string | undefined
  /**
   * `control` (the default) is for small answers, tracking and listings: the client retries it, and receives it whole, so
   * that its size and time are limited. `once` is the same without retries, whatever the status, for callers that retry
   * by themselves. `data` is for the bytes of an artifact: sent once, because `transfer` retries range by range; of a
   * refusal, which is no artifact, the beginning is received.
   */
  readonly kind?: 'control' | 'once' | 'data'
  /** How large the answer may be, in bytes, where it is none of `data`. Default: 64 MiB. */
  readonly maximumBytes?: number
  /** How often a control call is sent again after it failed. Default: what the client was made with. */
  readonly retries?: number
  /**
   * How long the status line and the headers may take, in milliseconds, where the caller of the client chose no other
   * time. Default: what the client was made with.
   */
  readonly headersTimeoutMs?: number
  /** Whether the answer to a redirect is the answer. Default: `true`. */
  readonly followsRedirects?: boolean
  /**
   * For the origin of `url` and its https form only, and where the client's own settings say nothing else; it goes before the environment.
   * Default: none.
   */
  readonly tls?: HttpTrust | undefined
  /**
   * Whether a proxy may be asked. `false`: the host itself is, as the metadata service of this machine, of which every
   * machine has its own. Default: `true`.
   */
  readonly usesProxy?: boolean
  /** Aborts the request, which then rejects with `signal.reason` itself; a body under way is destroyed. Default: none. */
  readonly signal?: AbortSignal | undefined
}

/** The answer to an {@link HttpRequest}, whatever its status. */
export interface HttpResponse {
  readonly status: number
  /** Names in lower case; repeated headers joined by `, `. */
  readonly headers: Readonly<Record<string, string>>
  /** Where the answer came from after redirects, without credentials. */
  readonly url: string
  /** Not decoded. Read to its end or destroyed by whoever receives it. */
  readonly body: AsyncIterable<Uint8Array>
  /**
   * What to do about a refusal, in one sentence, where the client knows more than its status: that it kept credentials to
   * itself, or that they have expired. Default: nothing more is known.
   */
  readonly hint?: string | undefined
  /**
   * Removes from a text, such as an excerpt of the body or a header, what was sent and may be secret, in any encoding:
   * servers and gateways repeat it. Of a refusal that is done already. Whoever shows what a server said calls it, before
   * the text is cut. Default: nothing is known of what was sent.
   */
  redact?(text: string): string
  /** Takes back a chunk of the body, as in `ArtifactContent`. */
  readonly recycle?: ((chunk: Uint8Array) => void) | undefined
}

/**
 * The one HTTP client that every hop of a call shares. It knows whose credentials go where: the tracking server's go
 * to the origin of the tracking URI, to those trusted as it is, and nowhere else. `@mlflow-artifacts/http-client` implements
 * it; a test may pass its own.
 */
export interface HttpClient {
  /**
   * @throws MlflowError where no answer came, or a control call was refused as often as it was sent again; `uri` and
   *   `cause` say which hop and why, `retryable` whether to try later
   */
  request(request: HttpRequest): Promise<HttpResponse>
}
