import { MlflowError } from '../errors/mlflow-error.ts'
import { pythonRepr } from './python-repr.ts'

/**
 * The port of an authority; `undefined` where there is none. The `port` of Python 3.11's `urlparse` result.
 *
 * @throws MlflowError INVALID_PARAMETER_VALUE where it is no number of 0 to 65535
 */
export function netlocPort(netloc: string): number | undefined {
  const hostAndPort = netloc.slice(netloc.lastIndexOf('@') + 1)
  const bracket = hostAndPort.indexOf('[')
  const closing = bracket === -1 ? 0 : hostAndPort.indexOf(']', bracket)
  if (closing === -1) return undefined
  const colon = hostAndPort.indexOf(':', closing)
  const port = colon === -1 ? '' : hostAndPort.slice(colon + 1)
  if (port === '') return undefined
  if (!/^[0-9]+$/.test(port)) {
    throw new MlflowError(`Port could not be cast to integer value as ${pythonRepr(port)}`, {
      code: 'INVALID_PARAMETER_VALUE',
    })
  }
  if (Number(port) > 65535) {
    throw new MlflowError('Port out of range 0-65535', { code: 'INVALID_PARAMETER_VALUE' })
  }
  return Number(port)
}
