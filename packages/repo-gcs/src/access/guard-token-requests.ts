import type { SentRequests, Waiters } from '@mlflow-artifacts/http-client'
import type { GoogleAuthClient } from '../gcs-storage.ts'

/** A token is a few kilobytes. */
const LARGEST_ANSWER: number = 2 ** 20

/** The fields of a form that are worth a token. */
const SECRET_FIELDS = ['assertion', 'refresh_token', 'client_secret', 'subject_token', 'actor_token']

/** A request for a token, as `gaxios` sends it. */
interface TokenRequest {
  headers?: unknown
  body?: unknown
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
 *
 * @param sent - is told what must not be shown, though an answer repeats it
 */
export function guardTokenRequests(client: GoogleAuthClient, waiters: Waiters, sent: SentRequests): void {
  const transporters = [client, ...Object.values(client)].flatMap(transporterOf)
  for (const { interceptors } of new Set(transporters)) {
    interceptors.request.add({
      resolved: async (request) => {
        sent.note({ headers: secretsOf(request), target: '', proxyAuthorization: undefined })
        if (!waiters.areThere) return request
        const { signal } = waiters
        request.signal = request.signal ? AbortSignal.any([request.signal, signal]) : signal
        request.size = LARGEST_ANSWER
        return request
      },
    })
  }
}

function secretsOf({ headers, body }: TokenRequest): Record<string, string> {
  const authorization = headers instanceof Headers ? headers.get('authorization') : null
  const form = body instanceof URLSearchParams ? body : new URLSearchParams()
  const values = SECRET_FIELDS.map((name) => [name, form.get(name)] as const)
  return Object.fromEntries(
    [['authorization', authorization] as const, ...values].flatMap(([name, value]) =>
      value === null ? [] : [[name, value]],
    ),
  )
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
