import type { Waiters } from '@mlflow-artifacts/http-client'
import type { GoogleAuthClient } from '../gcs-storage.ts'

/** A token is a few kilobytes. */
const LARGEST_ANSWER: number = 2 ** 20

/** A request for a token, as `gaxios` sends it. */
interface TokenRequest {
  signal?: AbortSignal | null
  /** How many bytes of the answer are read. */
  size?: number
}

/** What sends requests for tokens: a `Gaxios`. */
interface Transporter {
  readonly interceptors: {
    readonly request: {
      add(interceptor: {
        resolved<Request extends TokenRequest>(request: Request): Promise<Request>
      }): unknown
    }
  }
}

/**
 * Ends a client's requests for tokens of which nobody waits for the answer any more, and those whose answer has no end.
 * Some clients send them by parts of themselves.
 */
export function limitTokenRequests(client: GoogleAuthClient, waiters: Waiters): void {
  const transporters = [client, ...Object.values(client)].flatMap(transporterOf)
  for (const { interceptors } of new Set(transporters)) {
    interceptors.request.add({
      resolved: async (request) => {
        if (!waiters.areThere) return request
        const { signal } = waiters
        request.signal = request.signal ? AbortSignal.any([request.signal, signal]) : signal
        request.size = LARGEST_ANSWER
        return request
      },
    })
  }
}

function transporterOf(value: unknown): Transporter[] {
  const transporter = propertyOf(value, 'transporter')
  return isTransporter(transporter) ? [transporter] : []
}

function isTransporter(value: unknown): value is Transporter {
  return typeof propertyOf(propertyOf(propertyOf(value, 'interceptors'), 'request'), 'add') === 'function'
}

function propertyOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}
