import { MlflowError } from '@mlflow-artifacts/repository'
import type { TimeoutSettings } from '../http-settings.ts'
import type { Environment } from './environment.ts'
import { environmentNumber } from './environment-number.ts'

/** How long each step of opening a connection may take, in milliseconds. */
export interface OpeningLimits {
  readonly connectMs: number
  readonly tlsMs: number
  readonly tunnelMs: number
}

/** {@link TimeoutSettings} for one origin, complete. */
export interface TimeLimits extends OpeningLimits {
  readonly waitMs: number
  readonly headersMs: number
  /** Whether the caller chose it, so that no request may choose another one. */
  readonly isHeadersMsChosen: boolean
  readonly silenceMs: number
  readonly slowMs: number
  /** `undefined`: by what the repetitions of a call may need. */
  readonly callMs: number | undefined
}

/**
 * The limits for one origin: settings, then `MLFLOW_HTTP_REQUEST_TIMEOUT` where the origin is the tracking server's,
 * then the defaults. Python's variable means connecting and each read, and so it does here. Its default of 120 seconds
 * is kept for the headers; a connection that takes 10 seconds, a TLS handshake or a tunnel that takes 30, or a body silent
 * for 30, is given up earlier than there. A body that comes more slowly than 1 KiB a second is given up, too, but not before the variable would let one be silent.
 *
 * @throws MlflowError INVALID_PARAMETER_VALUE where a limit is not above 0 or the variable is malformed
 */
export function timeLimits(
  settings: TimeoutSettings | undefined,
  environment: Environment,
  isTrackingServer: boolean,
): TimeLimits {
  const seconds = isTrackingServer
    ? environmentNumber(environment, 'MLFLOW_HTTP_REQUEST_TIMEOUT', 'int')
    : undefined
  const configured = seconds === undefined ? undefined : seconds * 1000
  const connectMs = settings?.connectMs ?? configured
  const limits = {
    waitMs: settings?.waitMs ?? 30_000,
    connectMs: connectMs ?? 10_000,
    tlsMs: settings?.tlsMs ?? connectMs ?? 30_000,
    tunnelMs: settings?.tunnelMs ?? connectMs ?? 30_000,
    headersMs: settings?.headersMs ?? configured ?? (isTrackingServer ? 120_000 : 60_000),
    isHeadersMsChosen: (settings?.headersMs ?? configured) !== undefined,
    silenceMs: settings?.silenceMs ?? configured ?? 30_000,
    slowMs: settings?.slowMs ?? Math.max(60_000, configured ?? 0),
    callMs: settings?.callMs,
  }
  for (const limit of Object.values(limits)) {
    if (typeof limit === 'number' && !(limit > 0)) {
      throw new MlflowError(
        `Attempted to set connect timeout to ${limit / 1000}, but the timeout cannot be set to a value less than ` +
          'or equal to 0.',
        { code: 'INVALID_PARAMETER_VALUE', hint: 'Set MLFLOW_HTTP_REQUEST_TIMEOUT to a number of seconds.' },
      )
    }
  }
  return limits
}
