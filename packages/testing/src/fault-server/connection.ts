import type { Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'

/** One connection of a client, as far as the fault server uses it. */
export class Connection {
  readonly #socket: Socket
  readonly #closed = new AbortController()
  #received = Buffer.alloc(0)
  #heads: string[] = []
  #wake: (() => void) | undefined

  constructor(socket: Socket) {
    this.#socket = socket
    socket.setNoDelay(true)
    // A client may break off whenever it likes; `close` follows.
    socket.on('error', () => undefined)
    socket.on('data', (bytes: Buffer) => this.#receive(bytes))
    socket.on('close', () => {
      this.#closed.abort()
      this.#wake?.()
    })
  }

  /** The start of the next request, without its empty line; `undefined`: the client is gone. Bodies are not read. */
  async nextHead(): Promise<string | undefined> {
    while (this.#heads.length === 0 && !this.#closed.signal.aborted) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
    return this.#heads.shift()
  }

  /** Resolves when the system took the bytes; `false`: the client is gone. */
  async write(bytes: Uint8Array | string): Promise<boolean> {
    return await new Promise((resolve) => {
      this.#socket.write(bytes, (error) => resolve(error === undefined || error === null))
    })
  }

  /** Waits, but not longer than the client stays. */
  async pause(ms: number): Promise<void> {
    await delay(ms, undefined, { signal: this.#closed.signal }).catch(() => undefined)
  }

  /** Waits until the client gives up. */
  async untilClosed(): Promise<void> {
    const { signal } = this.#closed
    if (signal.aborted) return
    await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
  }

  /** Breaks the connection: with a reset, or as if all had been said. */
  hangUp(how: 'rst' | 'fin'): void {
    if (how === 'rst') this.#socket.resetAndDestroy()
    else this.#socket.end()
  }

  #receive(bytes: Buffer): void {
    this.#received = Buffer.concat([this.#received, bytes])
    for (let end = this.#received.indexOf('\r\n\r\n'); end !== -1; end = this.#received.indexOf('\r\n\r\n')) {
      this.#heads.push(this.#received.toString('latin1', 0, end))
      this.#received = this.#received.subarray(end + 4)
    }
    this.#wake?.()
  }
}
