import { allowedDestinations, type DestinationOptions } from '@mlflow-artifacts/http-client'
import { MlflowError } from '@mlflow-artifacts/repository'
import { getUriScheme, redactUri } from '@mlflow-artifacts/uri-parsing'

/**
 * Refuses a store whose scheme is not among those that are allowed; a path is one of `file`.
 *
 * @throws MlflowError `PERMISSION_DENIED`
 */
export function refuseOtherSchemes(
  rootUri: string,
  settings: DestinationOptions & { readonly environment: Readonly<Record<string, string | undefined>> },
): void {
  const { schemes } = allowedDestinations(settings, settings.environment)
  const scheme = getUriScheme(rootUri) || 'file'
  if (schemes?.includes(scheme) !== false) return
  const uri = redactUri(rootUri)
  throw new MlflowError(`The artifacts are at ${uri}, and the scheme ${scheme} is not allowed`, {
    code: 'PERMISSION_DENIED',
    uri,
    hint: 'Name it in the option allowedSchemes or in MLFLOW_ARTIFACTS_ALLOWED_SCHEMES.',
  })
}
