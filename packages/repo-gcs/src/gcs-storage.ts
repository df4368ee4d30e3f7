/** What signs requests for one account: an `AuthClient` of `google-auth-library`. */
export interface GoogleAuthClient {
  credentials: object
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
