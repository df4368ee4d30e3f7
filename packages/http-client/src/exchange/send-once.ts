import type { Readable } from 'node:stream'
import type { HttpRequest } from '@mlflow-artifacts/repository'
import type { Dispatcher } from 'undici'
import { ResponseBody } from './response-body.ts'

/** One request as it goes over the wire. */
export interface WireRequest {
  readonly origin: string
  readonly target: string
  readonly method: NonNullable<HttpRequest['method']>
  readonly headers: Readonly<Record<string, string>>
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
  const { origin, target, method, headers, body, headersMs, silenceMs, signal } = request
  return new Promise((resolve, reject) => {
    let controller: Dispatcher.DispatchController | undefined
    let content: ResponseBody | undefined

    const onAbort = (): void => {
      const reason = abortReason(signal)
      reject(signal?.reason)
      if (content === undefined) controller?.abort(reason)
      else content.destroy(reason)
    }
    const fail = (error: Error): void => {
      if (content !== undefined) {
        content.fail(describe(error, 'body'))
        return
      }
      signal?.removeEventListener('abort', onAbort)
      reject(describe(error, 'response'))
    }

    signal?.addEventListener('abort', onAbort, { once: true })
    const handler: Dispatcher.DispatchHandler = {
      onRequestStart(started) {
        controller = started
        if (signal?.aborted) started.abort(abortReason(signal))
      },
      onResponseStart(started, status, received) {
        if (status < 200) return
        content = new ResponseBody(started)
        content.once('close', () => signal?.removeEventListener('abort', onAbort))
        resolve({ status, headers: flatten(received), body: content })
      },
      onResponseData(started, chunk) {
        if (content?.push(chunk) === false) started.pause()
      },
      onResponseEnd() {
        content?.push(null)
      },
      onResponseError(_controller, error) {
        fail(error)
      },
    }
    try {
      dispatcher.dispatch(
        {
          origin,
          path: target,
          method,
          headers,
          body: body ?? null,
          headersTimeout: headersMs,
          bodyTimeout: silenceMs,
        },
        handler,
      )
    } catch (error) {
      fail(error instanceof Error ? error : new Error(String(error)))
    }
  })
}

function flatten(received: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  const headers: Record<string, string> = Object.create(null)
  for (const [name, value] of Object.entries(received)) {
    if (value !== undefined) headers[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value
  }
  return headers
}

function abortReason(signal: AbortSignal | undefined): Error {
  const reason: unknown = signal?.reason
  return reason instanceof Error ? reason : new Error('Aborted', { cause: reason })
}
