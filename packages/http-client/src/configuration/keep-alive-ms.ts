import { MlflowError } from '@mlflow-artifacts/repository'
import type { Environment } from './environment.ts'
import { environmentBoolean } from './environment-boolean.ts'
import { environmentNumber } from './environment-number.ts'

/**
 * How long a connection may be silent before the system asks whether it still stands; `undefined`: it never asks.
 * Python's `_build_socket_options` (`mlflow/utils/request_utils.py`). How often and how long it then asks, Node leaves to
 * itself.
 *
 * @throws MlflowError INVALID_PARAMETER_VALUE for a malformed variable, or a time that is not above 0
 */
export function keepAliveMs(environment: Environment): number | undefined {
  const isOn = environmentBoolean(environment, 'MLFLOW_HTTP_TCP_KEEPALIVE') ?? true
  if (!isOn) return undefined
  const seconds = environmentNumber(environment, 'MLFLOW_HTTP_TCP_KEEPALIVE_IDLE', 'int') ?? 30
  if (seconds > 0) return seconds * 1000
  throw new MlflowError(
    `MLFLOW_HTTP_TCP_KEEPALIVE_IDLE must be a number of seconds above 0. Got ${seconds}`,
    {
      code: 'INVALID_PARAMETER_VALUE',
    },
  )
}
