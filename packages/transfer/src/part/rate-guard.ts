import { MlflowError } from '@mlflow-artifacts/repository'

const WINDOW_MS = 60_000
const MINIMUM_BYTES_PER_SECOND = 1024

/**
 * Gives up a body that only drips: less than 1 KiB a second over a minute. One that is silent is the HTTP client's
 * business.
 */
export class RateGuard {
  readonly #uri: string
  #windowStart = performance.now()
  #bytes = 0

  constructor(uri: string) {
    this.#uri = uri
  }

  /** @throws MlflowError `DEADLINE_EXCEEDED`, retryable */
  received(bytes: number): void {
    this.#bytes += bytes
    const now = performance.now()
    const elapsed = now - this.#windowStart
    if (elapsed < WINDOW_MS) return
    if (this.#bytes < (MINIMUM_BYTES_PER_SECOND * elapsed) / 1_000) {
      throw new MlflowError(`Only ${this.#bytes} bytes came in ${Math.round(elapsed / 1_000)} seconds`, {
        code: 'DEADLINE_EXCEEDED',
        uri: this.#uri,
        retryable: true,
      })
    }
    this.#windowStart = now
    this.#bytes = 0
  }
}
