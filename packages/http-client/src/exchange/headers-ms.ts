import type { HttpRequest } from '@mlflow-artifacts/repository'
import type { TimeLimits } from '../configuration/time-limits.ts'

/** How long the headers of an answer may take: what the caller chose, or else what the request needs. 0 is no limit. */
export function headersMs(
  limits: TimeLimits,
  { headersTimeoutMs }: Pick<HttpRequest, 'headersTimeoutMs'>,
): number {
  return limits.isHeadersMsChosen ? limits.headersMs : (headersTimeoutMs ?? limits.headersMs)
}
