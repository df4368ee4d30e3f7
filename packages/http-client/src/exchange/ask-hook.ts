import { MlflowError, untilAborted } from '@mlflow-artifacts/repository'
import type { HttpHeaders } from '../http-settings.ts'
import { withinLimit } from '../within-limit.ts'

/**
 * Asks a hook of the caller for headers.
 *
 * @throws MlflowError `DEADLINE_EXCEEDED` where it gives none in time; what it throws; and the reason of the signal
 */
export async function askHook(
  hook: () => HttpHeaders | Promise<HttpHeaders>,
  limitMs: number,
  signal: AbortSignal | undefined,
): Promise<HttpHeaders> {
  const expired = (): MlflowError =>
    new MlflowError(`The hook for headers gave none within ${limitMs / 1000} seconds`, {
      code: 'DEADLINE_EXCEEDED',
      hint: 'Look at the functions in the options http.auth and http.headers. The option http.timeouts.callMs sets this limit.',
    })
  return await withinLimit(limitMs, signal, expired, (limited) =>
    untilAborted(Promise.resolve(hook()), limited),
  )
}
