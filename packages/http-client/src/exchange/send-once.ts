import type { Readable } from 'node:stream'
import type { HttpRequest } from '@mlflow-artifacts/repository'
import type { Dispatcher } from 'undici'
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
  readonly signal: AbortSignal | undefined
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
 */
export function sendOnce(
  dispatcher: Dispatcher,
  request: WireRequest,
  describe: DescribeFailure,
): Promise<WireResponse> {
  const { origin, target, method, headers, proxyAuthorization, body, headersMs, silenceMs } = request
  return new Promise((resolve, reject) => {
    const handler = new ResponseHandler(request, describe, { resolve, reject })
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
    try {
      dispatcher.dispatch(options, handler)
    } catch (error) {
      handler.onResponseError(undefined, error instanceof Error ? error : new Error(String(error)))
    }
  })
}
