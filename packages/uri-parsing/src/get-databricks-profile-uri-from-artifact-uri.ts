import { netlocHostname, netlocUserinfo, urlparse } from '@mlflow-artifacts/repository/python'
import { validateDatabricksProfile } from './validate-databricks-profile.ts'

/**
 * The tracking or registry URI that the authority of an artifact's URI asks for, such as `databricks://profile` for
 * `runs://profile@databricks/…`; `undefined` where it asks for none. MLflow's
 * `get_databricks_profile_uri_from_artifact_uri` (mlflow/utils/uri.py).
 *
 * @param options - `resultScheme`: the host that stands for Databricks, and the scheme of the answer
 * @throws MlflowError INTERNAL_ERROR for a profile name that cannot be, INVALID_PARAMETER_VALUE where it is no URL
 */
export function getDatabricksProfileUriFromArtifactUri(
  uri: string,
  options: { readonly resultScheme?: 'databricks' | 'databricks-uc' | 'uc' } = {},
): string | undefined {
  const { resultScheme = 'databricks' } = options
  const { netloc } = urlparse(uri)
  if (netlocHostname(netloc) !== resultScheme) return undefined
  const { username, password } = netlocUserinfo(netloc)
  if (username === undefined || username === '') return resultScheme
  validateDatabricksProfile(username, password)
  return `${resultScheme}://${username}${password === undefined ? '' : `:${password}`}`
}
