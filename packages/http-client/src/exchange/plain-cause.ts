import type { SentRequests } from '../secrets/sent-requests.ts'

/**
 * A failure of a connection, reduced to message and code. The originals of undici and Node also carry received bytes,
 * sockets and certificates, which may hold what nobody should find in a log.
 */
export function plainCause(error: Error, sent: SentRequests): Error & { readonly code?: string } {
  const telling =
    error instanceof AggregateError && error.errors[0] instanceof Error ? error.errors[0] : error
  const nested = telling.cause instanceof Error ? { cause: plainCause(telling.cause, sent) } : undefined
  const code = 'code' in telling && typeof telling.code === 'string' ? telling.code : undefined
  const plain = new Error(sent.redact(telling.message.trim()), nested)
  return code === undefined ? plain : Object.assign(plain, { code })
}
