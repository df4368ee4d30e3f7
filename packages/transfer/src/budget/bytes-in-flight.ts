interface Waiter {
  readonly bytes: number
  readonly admit: () => void
}

/** What one download may have under way: so many requests, and so many bytes of memory for them. */
export class BytesInFlight {
  readonly #maxRequests: number
  readonly #maxBytes: number
  #requests = 0
  #bytes = 0
  readonly #waiting: Waiter[] = []

  constructor(maxRequests: number, maxBytes: number) {
    this.#maxRequests = maxRequests
    this.#maxBytes = maxBytes
  }

  /**
   * Waits until there is room for another request. One alone has it, whatever it holds.
   *
   * @param bytes - that it may hold in memory
   * @returns gives the room back; to be called once
   */
  async enter(bytes: number, signal: AbortSignal | undefined): Promise<() => void> {
    signal?.throwIfAborted()
    // Whoever came first goes first, or a large one would wait for ever.
    if (this.#waiting.length === 0 && this.#hasRoomFor(bytes)) this.#take(bytes)
    else await this.#queue(bytes, signal)
    return () => {
      this.#requests -= 1
      this.#bytes -= bytes
      this.#admit()
    }
  }

  #hasRoomFor(bytes: number): boolean {
    if (this.#requests === 0) return true
    return this.#requests < this.#maxRequests && this.#bytes + bytes <= this.#maxBytes
  }

  #take(bytes: number): void {
    this.#requests += 1
    this.#bytes += bytes
  }

  async #queue(bytes: number, signal: AbortSignal | undefined): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const waiter: Waiter = {
        bytes,
        admit: () => {
          signal?.removeEventListener('abort', leave)
          resolve()
        },
      }
      const leave = () => {
        this.#waiting.splice(this.#waiting.indexOf(waiter), 1)
        reject(signal?.reason)
        // Those behind it may need less.
        this.#admit()
      }
      this.#waiting.push(waiter)
      signal?.addEventListener('abort', leave, { once: true })
    })
  }

  /** Whoever is admitted is counted here, so that nobody slips in before it runs. */
  #admit(): void {
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      if (!this.#hasRoomFor(next.bytes)) return
      this.#waiting.shift()
      this.#take(next.bytes)
      next.admit()
    }
  }
}
