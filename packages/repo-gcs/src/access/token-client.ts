import type { SentRequests } from '@mlflow-artifacts/http-client'
import type { HttpClient } from '@mlflow-artifacts/repository'

/** Asks for tokens, for those who wait for one. */
export interface TokenClient extends HttpClient {
  /** What must not be shown, though somebody repeats it. */
  readonly sent: SentRequests
  /**
   * Aborts what is begun now, when nobody waits for it any more.
   *
   * @throws Error where nobody waits
   */
  signal(): AbortSignal
}
