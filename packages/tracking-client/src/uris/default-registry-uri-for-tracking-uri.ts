import { urlparse } from '@mlflow-artifacts/repository/python'
import { getDbInfoFromUri } from '@mlflow-artifacts/uri-parsing'

/**
 * The registry that goes with a tracking URI: the same, except that Databricks keeps its models in Unity Catalog.
 * Python's `_get_default_registry_uri_for_tracking_uri`.
 *
 * @throws MlflowError for a `databricks:` URI without a profile, or with one that MLflow refuses
 */
export function defaultRegistryUriForTrackingUri(trackingUri: string): string {
  if (trackingUri === 'databricks') return 'databricks-uc'
  if (urlparse(trackingUri).scheme !== 'databricks') return trackingUri
  const { profile, keyPrefix } = getDbInfoFromUri(trackingUri)
  if (!profile) return 'databricks-uc'
  return `databricks-uc://${keyPrefix ? `${profile}:${keyPrefix}` : profile}`
}
