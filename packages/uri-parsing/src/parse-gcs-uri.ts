import { MlflowError, redactUri } from '@mlflow-artifacts/repository'
import { type BucketUri, parseBucketUri } from './parse-bucket-uri.ts'

/**
 * Reads `gs://<bucket>/<path>`. MLflow's `GCSArtifactRepository.parse_gcs_uri`
 * (mlflow/store/artifact/gcs_artifact_repo.py).
 *
 * @throws MlflowError INVALID_PARAMETER_VALUE for another scheme, or where it is no URL
 */
export function parseGcsUri(uri: string): BucketUri {
  const parsed = parseBucketUri(uri, 'gs')
  if (parsed === undefined)
    throw new MlflowError(`Not a GCS URI: ${redactUri(uri)}`, { code: 'INVALID_PARAMETER_VALUE' })
  return parsed
}
