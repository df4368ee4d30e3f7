import { MOST_REQUEST_BYTES } from './budget/request-bytes.ts'
import type { DownloadOptions } from './download-options.ts'

/** Of files, and of requests to one origin, where nobody says how many. */
const USUAL = 16

/** How much of a download may be under way at once. */
export interface ResolvedLimits {
  readonly concurrency: number
  readonly maxConnections: number
  readonly maxBytesInFlight: number
}

/** The limits of a download, each derived from the others where it is left out, so that a number that is given is had. */
export function resolvedLimits(
  options: Partial<Pick<DownloadOptions, keyof ResolvedLimits>>,
): ResolvedLimits {
  const concurrency = options.concurrency ?? USUAL
  const maxConnections = options.maxConnections ?? Math.max(USUAL, concurrency)
  const maxBytesInFlight = options.maxBytesInFlight ?? Math.max(USUAL, maxConnections) * MOST_REQUEST_BYTES
  return { concurrency, maxConnections, maxBytesInFlight }
}
