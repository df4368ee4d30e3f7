/** What signs requests for one account: an `AuthClient` of `google-auth-library`. */
export interface GoogleAuthClient {
  credentials: object
  /** The cloud that its tokens are for. Default: `googleapis.com`. */
  universeDomain?: string
  /** The project that pays. */
  quotaProjectId?: string
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
  /** The cloud that it is in. Default: `googleapis.com`. */
  readonly universeDomain?: string
  readonly authClient: { getClient(): Promise<GoogleAuthClient> }
}
