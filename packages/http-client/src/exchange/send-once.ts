import type { Readable } from 'node:stream'
import type { HttpRequest } from '@mlflow-artifacts/repository'
import type { Dispatcher } from 'undici'
import type { Occupancy } from './occupancy.ts'
import { ResponseHandler } from './response-handler.ts'

/** One request as it goes over the wire. */
export interface WireRequest {
  readonly origin: string
  readonly target: string
  readonly method: NonNullable<HttpRequest['method']>
  readonly headers: Readonly<Record<string, string>>
  /** The header of that name, which is for the receiver of the request, and not for a proxy that makes a tunnel to it. */
  readonly proxyAuthorization?: string | undefined
  readonly body: string | Uint8Array | undefined
  readonly headersMs: number
  readonly silenceMs: number
  /** For a connection, while all that there may be stand still. */
  readonly waitMs: number
  readonly signal: AbortSignal | undefined
  /** How many new connections may break before anything of the answer comes. */
  readonly newConnections: number
}

/** One answer as it came over the wire. */
export interface WireResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** Destroying it closes the connection. */
  readonly body: Readable
}

/** Turns a failure of the connection into the error that the caller sees. */
export type DescribeFailure = (error: Error, phase: 'response' | 'body') => Error

/**
 * Sends a request and waits for the headers of its answer. undici's own `request` is not used, because an abort
 * reaches it only when the connection stands, and because its bodies fail with errors of its own.
 *
 * A server may close a connection at the very moment at which it is used again. A request that only reads is then sent
 * over another one, until that is a new one: each try uses up one connection that was used before.
 */
export function sendOnce(
  dispatcher: Dispatcher,
  occupancy: Occupancy,
  request: WireRequest,
  describe: DescribeFailure,
): Promise<WireResponse> {
  const { origin, target, method, headers, body, headersMs, silenceMs, signal, newConnections } = request
  const { proxyAuthorization } = request
  const options = {
    origin,
    path: target,
    method,
    headers,
    body: body ?? null,
    headersTimeout: headersMs,
    bodyTimeout: silenceMs,
    // undici takes it only for itself: each connection adds it.
    ...(proxyAuthorization !== undefined && { proxyAuthorization }),
  }
  const mayRepeat = method === 'GET' || method === 'HEAD'
  return new Promise((resolve, reject) => {
    const send = (newOnes: number): void => {
      if (signal?.aborted) {
        reject(signal.reason)
        return
      }
      const unanswered = (wasUsed: boolean): boolean => {
        const repeats = mayRepeat && (wasUsed || newOnes > 1)
        // The connection that broke has to be done with it first.
        if (repeats) queueMicrotask(() => send(wasUsed ? newOnes : newOnes - 1))
        return repeats
      }
      const handler = new ResponseHandler(request, describe, occupancy, { resolve, reject, unanswered })
      try {
        dispatcher.dispatch({ ...options }, handler)
        handler.dispatched()
      } catch (error) {
        handler.onResponseError(undefined, error instanceof Error ? error : new Error(String(error)))
      }
    }
    send(newConnections)
  })
}
