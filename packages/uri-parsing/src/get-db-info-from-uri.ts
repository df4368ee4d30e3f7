import { MlflowError, redactUri } from '@mlflow-artifacts/repository'
import { urlparse } from '@mlflow-artifacts/repository/python'
import { validateDatabricksProfile } from './validate-databricks-profile.ts'

/** A Databricks profile; or a secret scope, in its place, with the prefix of its keys. */
export interface DatabricksInfo {
  readonly profile: string | undefined
  readonly keyPrefix: string | undefined
}

/**
 * The profile that a `databricks:` or `databricks-uc:` URI names; nothing for any other. MLflow's
 * `get_db_info_from_uri` (mlflow/utils/uri.py).
 *
 * @throws MlflowError INTERNAL_ERROR for a URI without authority or a name that cannot be, INVALID_PARAMETER_VALUE
 * where it is no URL
 */
export function getDbInfoFromUri(uri: string): DatabricksInfo {
  const { scheme, netloc } = urlparse(uri)
  if (scheme !== 'databricks' && scheme !== 'databricks-uc')
    return { profile: undefined, keyPrefix: undefined }
  if (netloc === '') {
    throw new MlflowError(
      `URI is formatted incorrectly: no netloc in URI '${redactUri(uri)}'. This may be the case if there is only one slash in ` +
        'the URI.',
    )
  }
  const colon = netloc.indexOf(':')
  const profile = colon === -1 ? netloc : netloc.slice(0, colon)
  const keyPrefix = colon === -1 ? undefined : netloc.slice(colon + 1)
  validateDatabricksProfile(profile, keyPrefix)
  return { profile, keyPrefix }
}
