import type { HttpResponse } from '@mlflow-artifacts/repository'

/** Clocks behind one answer, of a server and of its store, are no further apart than that. */
const SURE_AFTER_MS = 60_000

/**
 * When the content was last changed, by `Last-Modified`, in milliseconds since 1970; `undefined` where nobody says it, and
 * where it is so short ago that a further change could have the same second (RFC 9110, section 8.8.2.2).
 */
export function modifiedAt({ headers }: HttpResponse): number | undefined {
  const modified = Date.parse(headers['last-modified'] ?? '')
  const answered = Date.parse(headers.date ?? '')
  return answered - modified >= SURE_AFTER_MS ? modified : undefined
}
