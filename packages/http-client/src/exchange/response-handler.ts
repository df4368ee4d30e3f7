import type { Dispatcher } from 'undici'
import { bodyLength } from './body-length.ts'
import { isBrokenConnection } from './broken-connection.ts'
import type { Connection } from './connection.ts'
import { waitForConnection } from './connection-wait.ts'
import type { Occupancy, OccupiedPlace } from './occupancy.ts'
import { OverheadGuard } from './overhead-guard.ts'
import { ResponseBody } from './response-body.ts'
import type { DescribeFailure, WireRequest, WireResponse } from './send-once.ts'

/** Who waits for a response. */
interface Waiter {
  readonly resolve: (response: WireResponse) => void
  readonly reject: (reason: unknown) => void
  /**
   * The connection broke before anything of the answer came.
   *
   * @param wasUsed - whether it had carried another request before
   * @returns whether the request is sent again
   */
  readonly unanswered: (wasUsed: boolean) => boolean
}

/** Receives one response: settles with its headers, and feeds its body. */
export class ResponseHandler implements Dispatcher.DispatchHandler {
  readonly #signal: AbortSignal | undefined
  readonly #describe: DescribeFailure
  readonly #waiter: Waiter
  readonly #guard: OverheadGuard
  readonly #occupancy: Occupancy
  readonly #waitMs: number
  #endWait: () => void = () => undefined
  #connection: Connection | undefined
  #place: OccupiedPlace | undefined
  #controller: Dispatcher.DispatchController | undefined
  #body: ResponseBody | undefined
  /** Nobody waits for it any more. */
  #givenUp: Error | undefined
  #isOver = false
  #bytesBefore = 0
  /** Of the body, in bytes; `undefined`: nobody said. */
  #length: number | undefined
  #received = 0

  /** @param occupancy - of the connections to the origin */
  constructor(
    { signal, headersMs, waitMs }: WireRequest,
    describe: DescribeFailure,
    occupancy: Occupancy,
    waiter: Waiter,
  ) {
    this.#signal = signal
    this.#describe = describe
    this.#waiter = waiter
    this.#occupancy = occupancy
    this.#waitMs = waitMs
    this.#guard = new OverheadGuard(headersMs, (error) => this.#controller?.abort(error))
    signal?.addEventListener('abort', this.#onAbort, { once: true })
  }

  /** The request was handed over: where no connection was free, it waits for one. */
  dispatched(): void {
    if (this.#connection !== undefined || this.#isOver) return
    this.#endWait = waitForConnection(this.#occupancy, this.#waitMs, (error) => {
      this.#givenUp = error
      this.onResponseError(undefined, error)
    })
  }

  /** A connection will send the request, which may have to be opened first. */
  assigned(connection: Connection): void {
    this.#endWait()
    this.#connection = connection
    this.#place ??= this.#occupancy.enter()
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller
    if (this.#givenUp !== undefined) controller.abort(this.#givenUp)
    else this.#guard.start(() => this.#connection?.bytesReceived ?? 0)
    this.#bytesBefore = this.#connection?.bytesReceived ?? 0
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
    this.#length = bodyLength(headers)
    this.#connection?.expectBody(this.#length)
    const body = new ResponseBody({
      resume: () => {
        if (this.#place !== undefined) this.#place.isUnread = false
        controller.resume()
      },
      abort: (reason) => controller.abort(reason),
    })
    body.once('close', () => {
      this.#guard.end()
      this.#signal?.removeEventListener('abort', this.#onAbort)
    })
    this.#body = body
    this.#waiter.resolve({ status, headers, body })
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#guard.received(chunk.byteLength)
    if (this.#received === 0 && this.#length !== undefined) this.#connection?.headIsRead(chunk)
    this.#received += chunk.byteLength
    const wantsMore = this.#body?.receive(chunk)
    // Paused behind the last byte, the parser would not see that it is the last before the connection ends.
    if (wantsMore !== false || this.#received === this.#length) return
    controller.pause()
    if (this.#place !== undefined) this.#place.isUnread = true
  }

  onResponseEnd(): void {
    this.#leave()
    this.#body?.end()
  }

  onResponseError(_controller: unknown, error: Error): void {
    this.#leave()
    if (this.#body !== undefined) {
      // Nobody hears what became of a body that nobody wanted.
      if (this.#body.destroyed) return
      if (!isBrokenConnection(error) || !this.#receiveRest(this.#body))
        this.#body.fail(this.#describe(error, 'body'))
      return
    }
    this.#signal?.removeEventListener('abort', this.#onAbort)
    if (this.#isUnanswered(error) && this.#waiter.unanswered(this.#connection?.wasUsed === true)) return
    this.#waiter.reject(this.#describe(error, 'response'))
    this.#connection?.giveUp(this, error)
  }

  #isUnanswered(error: Error): boolean {
    const wasSent = this.#controller !== undefined && this.#givenUp === undefined
    return wasSent && isBrokenConnection(error) && this.#connection?.bytesReceived === this.#bytesBefore
  }

  #leave(): void {
    this.#isOver = true
    this.#endWait()
    this.#guard.end()
    this.#place?.leave()
  }

  /**
   * Takes what had come before the connection broke, and nobody had read.
   *
   * @returns whether that was the rest of the body
   */
  #receiveRest(body: ResponseBody): boolean {
    if (this.#length === undefined) return false
    const missing = this.#length - this.#received
    const rest = this.#connection?.unreadBytes(missing)
    if (rest?.byteLength !== missing) return false
    body.receive(rest)
    body.end()
    return true
  }

  readonly #onAbort = (): void => {
    const reason: unknown = this.#signal?.reason
    this.#givenUp = errorOf(reason)
    this.#isOver = true
    this.#endWait()
    this.#guard.end()
    this.#waiter.reject(reason)
    if (this.#body !== undefined) this.#body.abort(reason)
    else if (this.#controller !== undefined) this.#controller.abort(this.#givenUp)
    else this.#connection?.giveUp(this, this.#givenUp)
  }
}

/** @param received - with names in lower case */
function flatten(received: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  const headers: Record<string, string> = Object.create(null)
  for (const [name, value] of Object.entries(received)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value
  }
  return headers
}

/** undici and Node want an error; the caller gets the reason itself. */
function errorOf(reason: unknown): Error {
  return new Error('Aborted', { cause: reason })
}
