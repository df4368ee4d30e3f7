import { type BackendContext, MlflowError, redactUri } from '@mlflow-artifacts/repository'
import type { GcsStorage } from '../gcs-storage.ts'
import { universeDomain } from './universe-domain.ts'

/**
 * Where requests go: scheme and host, without a slash at the end. `STORAGE_EMULATOR_HOST` and `API_ENDPOINT_OVERRIDE`
 * are Python's; the SDK for Node wants `/storage/v1` behind the first, which may stand there.
 *
 * @throws MlflowError `INVALID_PARAMETER_VALUE` where it is no URL
 */
export function apiEndpoint(
  storage: GcsStorage | undefined,
  environment: BackendContext['environment'],
): string {
  const named = environment.STORAGE_EMULATOR_HOST || environment.API_ENDPOINT_OVERRIDE || undefined
  const given = storage?.apiEndpoint ?? named ?? `https://storage.${universeDomain(storage, environment)}`
  const url = (given.includes('://') ? given : `http://${given}`).replace(/(?:\/storage\/v1)?\/*$/, '')
  if (/^https?:\/\/[^@]+$/.test(url) && URL.canParse(url)) return url
  throw new MlflowError(`Invalid url: ${redactUri(url)}`, {
    code: 'INVALID_PARAMETER_VALUE',
    uri: redactUri(url),
    hint:
      storage === undefined
        ? 'Set STORAGE_EMULATOR_HOST, or API_ENDPOINT_OVERRIDE, to a URL such as http://localhost:9023, or remove it.'
        : 'Look at the apiEndpoint of the storage that was passed.',
  })
}
