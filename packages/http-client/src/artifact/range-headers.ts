import type { OpenOptions } from '@mlflow-artifacts/repository'

/**
 * The headers that ask for a range, and for unchanged content.
 *
 * @param precondition - what the store heeds. `if-range` goes with a range only, and gives the whole of what changed.
 */
export function rangeHeaders(
  { range, ifMatch }: OpenOptions,
  precondition: 'if-range' | 'if-match',
): Record<string, string> {
  const headers: Record<string, string> = {}
  // HTTP has no empty range: the whole is sent instead.
  const isRanged = range !== undefined && (range.end === undefined || range.end > range.start)
  if (isRanged) headers.range = `bytes=${range.start}-${range.end === undefined ? '' : range.end - 1}`
  if (ifMatch !== undefined && (isRanged || precondition === 'if-match')) headers[precondition] = ifMatch
  return headers
}
