import { setTimeout as delay } from 'node:timers/promises'
import { RetryBudget } from '@mlflow-artifacts/repository'

const GROWTH_INTERVAL_MS = 2_000
const HALVING_INTERVAL_MS = 1_000
const MAXIMUM_RETRY_AFTER_MS = 60_000

/**
 * What all downloads from one origin share: how many requests are under way, which adapts to what the origin bears,
 * and how many retries are left, so that an outage costs a few hundred requests and not one storm per file.
 */
export class HostBudget {
  readonly #least: number
  /** What each download that is under way may ask for at once. */
  readonly #wanted: number[] = []
  /** Requests at once, until the origin refuses some. */
  #maximum: number
  /** What the origin bears, as long as that is less. */
  #borne: number | undefined
  #active = 0
  /** Retries of all downloads from the origin. */
  readonly retries: RetryBudget = new RetryBudget()
  #changedAt = 0
  #closedUntil = 0
  readonly #waiting: (() => void)[] = []

  /** @param least - requests at once, until the origin refuses some, whoever uses it. Default: 1 */
  constructor(least = 1) {
    this.#least = least
    this.#maximum = least
  }

  /**
   * A download begins that may have so many requests under way; several share what the largest of them may have.
   *
   * @returns ends that; to be called once
   */
  use(maximum: number): () => void {
    this.#wanted.push(maximum)
    this.#maximum = Math.max(this.#maximum, maximum)
    this.#admit()
    return () => {
      this.#wanted.splice(this.#wanted.indexOf(maximum), 1)
      this.#maximum = Math.max(this.#least, ...this.#wanted)
    }
  }

  get #limit(): number {
    return Math.min(this.#maximum, this.#borne ?? Number.POSITIVE_INFINITY)
  }

  /**
   * Waits until another request may start.
   *
   * @returns gives the place back; to be called once
   */
  async enter(signal: AbortSignal | undefined): Promise<() => void> {
    signal?.throwIfAborted()
    if (this.#active < this.#limit) this.#active += 1
    else await this.#queue(signal)
    const leave = () => {
      this.#active -= 1
      this.#admit()
    }
    const wait = this.#closedUntil - performance.now()
    if (wait <= 0) return leave
    try {
      await delay(wait, undefined, signal && { signal })
      return leave
    } catch {
      leave()
      throw signal?.reason
    }
  }

  /** The origin asks for less: half as much, at most once a second, and nothing before the time that it named. */
  refuse(retryAfterMs = 0): void {
    const now = performance.now()
    this.#closedUntil = Math.max(this.#closedUntil, now + Math.min(retryAfterMs, MAXIMUM_RETRY_AFTER_MS))
    if (now - this.#changedAt < HALVING_INTERVAL_MS && this.#changedAt > 0) return
    this.#changedAt = now
    this.#borne = Math.max(1, Math.floor(this.#limit / 2))
  }

  /** A request succeeded: a retry is earned back, and where requests wait, the limit grows. */
  succeed(): void {
    this.retries.giveBack()
    const now = performance.now()
    const limit = this.#limit
    if (this.#waiting.length === 0 || limit >= this.#maximum || now - this.#changedAt < GROWTH_INTERVAL_MS)
      return
    this.#changedAt = now
    this.#borne = limit + 1 < this.#maximum ? limit + 1 : undefined
    this.#admit()
  }

  async #queue(signal: AbortSignal | undefined): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const admitted = () => {
        signal?.removeEventListener('abort', leave)
        resolve()
      }
      const leave = () => {
        this.#waiting.splice(this.#waiting.indexOf(admitted), 1)
        reject(signal?.reason)
      }
      this.#waiting.push(admitted)
      signal?.addEventListener('abort', leave, { once: true })
    })
  }

  /** Whoever is admitted is counted here, so that nobody slips in before it runs. */
  #admit(): void {
    while (this.#active < this.#limit) {
      const next = this.#waiting.shift()
      if (next === undefined) return
      this.#active += 1
      next()
    }
  }
}
