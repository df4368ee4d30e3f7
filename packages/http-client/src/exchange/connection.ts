import type { Dispatcher } from 'undici'
import Client from 'undici/lib/dispatcher/client.js'
import { type Connector, type Opened, type OpeningOptions, opening } from './opening.ts'
import type { ReceiveBuffers } from './receive-buffers.ts'
import { ResponseHandler } from './response-handler.ts'

/**
 * One connection, which carries one request at a time. undici would go on opening it when nobody waits for it any more,
 * and does not say how much it has received.
 */
export class Connection extends Client {
  readonly #opened: Opened
  readonly #buffers: ReceiveBuffers
  #assigned: Dispatcher.DispatchHandler | undefined

  /** @param buffers - are told what comes next */
  constructor(origin: string | URL, options: object, buffers: ReceiveBuffers, how: OpeningOptions) {
    const opened: Opened = { socket: undefined, requests: 0, giveUp: undefined }
    const connect = 'connect' in options && isConnector(options.connect) ? options.connect : undefined
    super(origin, connect === undefined ? options : { ...options, connect: opening(connect, opened, how) })
    this.#opened = opened
    this.#buffers = buffers
  }

  /** Bytes that have come since it was opened. */
  get bytesReceived(): number {
    return this.#opened.socket?.bytesRead ?? 0
  }

  /** Whether it has carried another request before this one. */
  get wasUsed(): boolean {
    return this.#opened.requests > 1
  }

  /** A request is sent: a head comes now. */
  expectHead(): void {
    const { socket } = this.#opened
    this.#opened.requests += 1
    if (socket !== undefined) this.#buffers.expectHead(socket)
  }

  /** @param length - of the body that comes now, in bytes; `undefined`: nobody said */
  expectBody(length: number | undefined): void {
    const { socket } = this.#opened
    if (socket !== undefined) this.#buffers.expectBody(socket, length)
  }

  /** @param chunk - the first of a body of known length, behind the head */
  headIsRead(chunk: Uint8Array): void {
    this.#buffers.headIsRead(chunk)
  }

  /** The first of the bytes that have come, and that the parser was not given because nobody wanted more. */
  unreadBytes(most: number): Uint8Array {
    const chunks: Uint8Array[] = []
    const { socket } = this.#opened
    for (let chunk = socket?.read(); chunk instanceof Uint8Array; chunk = socket?.read()) chunks.push(chunk)
    return Buffer.concat(chunks).subarray(0, most)
  }

  override dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
    this.#assigned = handler
    if (handler instanceof ResponseHandler) {
      handler.assigned(this)
    } else if ('signal' in options && options.signal instanceof AbortSignal) {
      const { signal } = options
      signal.addEventListener('abort', () => this.giveUp(handler, new Error('Given up')), { once: true })
    }
    return super.dispatch(withProxyAuthorization(options), handler)
  }

  /** Stops opening the connection, where that is done for this request. */
  giveUp(handler: Dispatcher.DispatchHandler, reason: Error): void {
    if (handler === this.#assigned) this.#opened.giveUp?.(reason)
  }
}

/** What a proxy was sent for itself stays; behind a tunnel there is none. */
function withProxyAuthorization(options: Dispatcher.DispatchOptions): Dispatcher.DispatchOptions {
  if (!('proxyAuthorization' in options)) return options
  const { proxyAuthorization, ...others } = options
  return { ...others, headers: { 'proxy-authorization': String(proxyAuthorization), ...headersOf(options) } }
}

function headersOf({ headers }: Dispatcher.DispatchOptions): object {
  return typeof headers === 'object' && headers !== null && !Array.isArray(headers) ? headers : {}
}

function isConnector(value: unknown): value is Connector {
  return typeof value === 'function'
}
