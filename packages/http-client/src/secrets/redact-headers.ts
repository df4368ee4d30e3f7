import type { SentRequests } from './sent-requests.ts'

/** The headers of a refusal, without what was sent. */
export function redactHeaders(
  headers: Readonly<Record<string, string>>,
  sent: SentRequests,
): Readonly<Record<string, string>> {
  const entries = Object.entries(headers).map(([name, value]) => [name, sent.redact(value)])
  return Object.fromEntries(entries)
}
