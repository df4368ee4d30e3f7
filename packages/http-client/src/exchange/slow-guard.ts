import { MlflowError } from '@mlflow-artifacts/repository'

const MINIMUM_BYTES_PER_SECOND = 1024

/** Gives up a body that comes at less than 1 KiB a second. */
export class SlowGuard {
  readonly #uri: string
  readonly #slowMs: number
  #windowStart = performance.now()
  #bytes = 0

  /** @param slowMs - how long it may be so slow */
  constructor(uri: string, slowMs: number) {
    this.#uri = uri
    this.#slowMs = slowMs
  }

  /** @throws MlflowError `DEADLINE_EXCEEDED`, retryable: another connection may be faster */
  received(bytes: number): void {
    this.#bytes += bytes
    const elapsed = performance.now() - this.#windowStart
    if (elapsed < this.#slowMs) return
    const seconds = elapsed / 1_000
    if (this.#bytes < MINIMUM_BYTES_PER_SECOND * seconds) {
      throw new MlflowError(`Only ${this.#bytes} bytes of the answer came in ${seconds.toFixed(1)} seconds`, {
        code: 'DEADLINE_EXCEEDED',
        uri: this.#uri,
        retryable: true,
        hint: 'The server or the way to it is very slow. The option http.timeouts.slowMs says for how long it may be.',
      })
    }
    this.#windowStart += elapsed
    this.#bytes = 0
  }
}
