import { Socket } from 'node:net'
import type { Dispatcher } from 'undici'
import Client from 'undici/lib/dispatcher/client.js'
import { type Connector, isConnector } from './connector.ts'
import type { ReceiveBuffers } from './receive-buffers.ts'
import { ResponseHandler } from './response-handler.ts'
import { closeTunnelWith } from './tunnels.ts'

/** What is being opened, or stands. */
interface Opened {
  socket: Socket | undefined
  giveUp: ((reason: Error) => void) | undefined
}

/**
 * One connection, which carries one request at a time. undici would go on opening it when nobody waits for it any more,
 * and does not say how much it has received.
 */
export class Connection extends Client {
  readonly #opened: Opened
  readonly #buffers: ReceiveBuffers
  #assigned: Dispatcher.DispatchHandler | undefined

  /** @param buffers - are told what comes next */
  constructor(origin: string | URL, options: object, buffers: ReceiveBuffers) {
    const opened: Opened = { socket: undefined, giveUp: undefined }
    const connect = 'connect' in options && isConnector(options.connect) ? options.connect : undefined
    super(origin, connect === undefined ? options : { ...options, connect: opening(connect, opened) })
    this.#opened = opened
    this.#buffers = buffers
  }

  /** Bytes that have come since it was opened. */
  get bytesReceived(): number {
    return this.#opened.socket?.bytesRead ?? 0
  }

  /** A head comes now. */
  expectHead(): void {
    const { socket } = this.#opened
    if (socket !== undefined) this.#buffers.expectHead(socket)
  }

  /** @param length - of the body that comes now, in bytes; `undefined`: nobody said */
  expectBody(length: number | undefined): void {
    const { socket } = this.#opened
    if (socket !== undefined) this.#buffers.expectBody(socket, length)
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

function opening(connect: Connector, opened: Opened): Connector {
  return (target, callback) => {
    const controller = new AbortController()
    const { signal } = controller
    closeTunnelWith(signal)
    const socket = connect({ ...target, signal }, (error, made) => {
      opened.giveUp = undefined
      opened.socket = made instanceof Socket ? made : undefined
      callback(error, made)
    })
    opened.giveUp = (reason) => {
      controller.abort(reason)
      if (socket instanceof Socket) socket.destroy(reason)
    }
  }
}
