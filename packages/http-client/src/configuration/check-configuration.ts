import { allowedDestinations } from '../destination/allowed-destinations.ts'
import type { DestinationOptions } from '../destination/destination-options.ts'
import type { HttpSettings } from '../http-settings.ts'
import { checkHttpSettings } from './check-http-settings.ts'
import type { Environment } from './environment.ts'
import { keepAliveMs } from './keep-alive-ms.ts'
import { refuseContradiction } from './refuse-contradiction.ts'
import { retryPolicy } from './retry-policy.ts'
import { timeLimits } from './time-limits.ts'
import { trustedOrigins } from './trusted-origins.ts'

/**
 * Checks what the client of a tracking server goes by, without reading a file: the settings, and the variables that they
 * leave to count.
 *
 * @throws MlflowError `INVALID_PARAMETER_VALUE`, of variables in Python's words
 */
export function checkConfiguration(
  settings: HttpSettings & DestinationOptions,
  environment: Environment,
): void {
  checkHttpSettings(settings)
  refuseContradiction(environment)
  trustedOrigins(settings.trustedOrigins, environment)
  keepAliveMs(environment)
  timeLimits(settings.timeouts, environment, true)
  allowedDestinations(settings, environment)
  retryPolicy(settings.retries, environment)
}
