import type { SentRequests, Waiters } from '@mlflow-artifacts/http-client'
import type { GoogleAuthClient } from '../gcs-storage.ts'
import { type TokenRequest, transportersOf } from './transporters.ts'

/** A token is a few kilobytes. */
export const LARGEST_ANSWER: number = 2 ** 20

/** The fields of a form that are worth a token. */
const SECRET_FIELDS = ['assertion', 'refresh_token', 'client_secret', 'subject_token', 'actor_token']

/**
 * Ends a client's requests for tokens of which nobody waits for the answer any more, and those whose answer has no end.
 *
 * @param sent - is told what must not be shown, though an answer repeats it
 */
export function guardTokenRequests(client: GoogleAuthClient, waiters: Waiters, sent: SentRequests): void {
  for (const { interceptors } of transportersOf(client)) {
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
