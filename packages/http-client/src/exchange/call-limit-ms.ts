import type { HttpRequest } from '@mlflow-artifacts/repository'
import type { Configuration } from '../configuration/configuration.ts'
import { headersMs } from './headers-ms.ts'
import { LONGEST_BACKOFF_MS } from './retry-delay.ts'

const LEAST_MS = 30 * 60_000

/**
 * How long a call to an origin may take in all, in milliseconds: what the settings say, or half an hour, or what its tries
 * may need, each at its longest.
 */
export function callLimitMs(
  origin: string,
  request: Pick<HttpRequest, 'kind' | 'retries' | 'headersTimeoutMs'>,
  configuration: Configuration,
): number {
  const limits = configuration.timeLimits(origin)
  if (limits.callMs !== undefined) return limits.callMs
  const { kind, retries } = request
  const tries = kind === 'control' || kind === undefined ? 1 + (retries ?? configuration.retries.max) : 1
  return Math.max(LEAST_MS, tries * (headersMs(limits, request) + LONGEST_BACKOFF_MS))
}
