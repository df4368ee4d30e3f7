import { rewriteError } from './rewrite-error.ts'
import type { SentRequests } from './sent-requests.ts'

/** Removes from an error, and from what it holds of others, what can be nothing but secrets. */
export function redactError(error: unknown, sent: SentRequests): void {
  rewriteError(error, (text) => sent.redactOwn(text))
}
