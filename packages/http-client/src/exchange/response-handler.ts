import type { Dispatcher } from 'undici'
import type { Connection } from './connection.ts'
import { OverheadGuard } from './overhead-guard.ts'
import { ResponseBody } from './response-body.ts'
import type { DescribeFailure, WireRequest, WireResponse } from './send-once.ts'

/** Who waits for a response. */
interface Waiter {
  readonly resolve: (response: WireResponse) => void
  readonly reject: (reason: unknown) => void
}

/** Receives one response: settles with its headers, and feeds its body. */
export class ResponseHandler implements Dispatcher.DispatchHandler {
  readonly #signal: AbortSignal | undefined
  readonly #describe: DescribeFailure
  readonly #waiter: Waiter
  readonly #guard: OverheadGuard
  #connection: Connection | undefined
  #controller: Dispatcher.DispatchController | undefined
  #body: ResponseBody | undefined

  constructor({ signal, headersMs }: WireRequest, describe: DescribeFailure, waiter: Waiter) {
    this.#signal = signal
    this.#describe = describe
    this.#waiter = waiter
    this.#guard = new OverheadGuard(headersMs, (error) => this.#controller?.abort(error))
    signal?.addEventListener('abort', this.#onAbort, { once: true })
  }

  /** A connection will send the request, which may have to be opened first. */
  assigned(connection: Connection): void {
    this.#connection = connection
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller
    const { aborted, reason } = this.#signal ?? {}
    if (aborted) controller.abort(errorOf(reason))
    else this.#guard.start(() => this.#connection?.bytesReceived ?? 0)
    this.#connection?.expectHead()
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    received: Readonly<Record<string, string | string[] | undefined>>,
  ): void {
    if (status < 200) {
      this.#guard.interim()
      return
    }
    this.#guard.bodyBegins()
    const headers = flatten(received)
    this.#connection?.expectBody(bodyLength(headers))
    const body = new ResponseBody(controller)
    body.once('close', () => {
      this.#guard.end()
      this.#signal?.removeEventListener('abort', this.#onAbort)
    })
    this.#body = body
    this.#waiter.resolve({ status, headers, body })
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#guard.received(chunk.byteLength)
    if (this.#body?.receive(chunk) === false) controller.pause()
  }

  onResponseEnd(): void {
    this.#guard.end()
    this.#body?.end()
  }

  onResponseError(_controller: unknown, error: Error): void {
    this.#guard.end()
    if (this.#body !== undefined) {
      this.#body.fail(this.#describe(error, 'body'))
      return
    }
    this.#signal?.removeEventListener('abort', this.#onAbort)
    this.#waiter.reject(this.#describe(error, 'response'))
    this.#connection?.giveUp(this, error)
  }

  readonly #onAbort = (): void => {
    const reason: unknown = this.#signal?.reason
    this.#guard.end()
    this.#waiter.reject(reason)
    if (this.#body !== undefined) this.#body.abort(reason)
    else if (this.#controller !== undefined) this.#controller.abort(errorOf(reason))
    else this.#connection?.giveUp(this, errorOf(reason))
  }
}

function flatten(received: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  const headers: Record<string, string> = Object.create(null)
  for (const [name, value] of Object.entries(received)) {
    if (value !== undefined) headers[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value
  }
  return headers
}

function bodyLength(headers: Readonly<Record<string, string>>): number | undefined {
  const length = headers['transfer-encoding'] === undefined ? headers['content-length'] : undefined
  return length !== undefined && /^\d+$/.test(length) ? Number(length) : undefined
}

/** undici and Node want an error; the caller gets the reason itself. */
function errorOf(reason: unknown): Error {
  return new Error('Aborted', { cause: reason })
}
