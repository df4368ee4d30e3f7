/** A request for a token, as `gaxios` sends it. */
export interface TokenRequest {
  signal?: AbortSignal | null
  /** How many bytes of the answer are read. */
  size?: number
}

/** What signs requests for one account: an `AuthClient` of `google-auth-library`. */
export interface GoogleAuthClient {
  credentials: object
  /** Sends the requests for tokens; others than the SDK's own may have none. */
  readonly transporter?: {
    readonly interceptors: {
      readonly request: {
        add(interceptor: { resolved<Request extends TokenRequest>(request: Request): Promise<Request> }): unknown
      }
    }
  }
  getRequestHeaders(url?: string): Promise<Headers>
  setCredentials(credentials: object): void
}

/**
 * What of a `Storage` of `@google-cloud/storage` is used here: where requests go and who asks. Its own way of sending
 * requests is not.
 */
export interface GcsStorage {
  readonly apiEndpoint: string
  readonly customEndpoint: boolean
  readonly useAuthWithCustomEndpoint?: boolean
  readonly authClient: { getClient(): Promise<GoogleAuthClient> }
}
