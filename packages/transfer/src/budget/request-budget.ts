import type { RetryBudget } from '@mlflow-artifacts/repository'
import type { ResolvedLimits } from '../resolved-limits.ts'
import { BytesInFlight } from './bytes-in-flight.ts'
import type { HostBudget } from './host-budget.ts'
import { requestBytes } from './request-bytes.ts'

/** What one download may ask of an origin: as much as its own options say, of what all downloads from there share. */
export class RequestBudget {
  readonly #host: HostBudget
  readonly #own: BytesInFlight
  readonly #endUse: () => void

  /** To be closed when the download has ended. */
  constructor(
    host: HostBudget,
    { maxConnections, maxBytesInFlight }: Pick<ResolvedLimits, 'maxConnections' | 'maxBytesInFlight'>,
  ) {
    this.#host = host
    this.#own = new BytesInFlight(maxConnections, maxBytesInFlight)
    this.#endUse = host.use(maxConnections)
  }

  /** Retries of all downloads from the origin. */
  get retries(): RetryBudget {
    return this.#host.retries
  }

  /**
   * Waits until another request may start.
   *
   * @param length - of what it asks for, in bytes; `undefined`: nobody knows
   * @returns gives the place back; to be called once
   */
  async enter(length: number | undefined, signal: AbortSignal | undefined): Promise<() => void> {
    const leaveOwn = await this.#own.enter(requestBytes(length), signal)
    try {
      const leaveHost = await this.#host.enter(signal)
      return () => {
        leaveHost()
        leaveOwn()
      }
    } catch (error) {
      leaveOwn()
      throw error
    }
  }

  /** {@link HostBudget.refuse} */
  refuse(retryAfterMs?: number): void {
    this.#host.refuse(retryAfterMs)
  }

  /** {@link HostBudget.succeed} */
  succeed(): void {
    this.#host.succeed()
  }

  close(): void {
    this.#endUse()
  }
}
