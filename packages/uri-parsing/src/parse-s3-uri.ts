import { MlflowError, redactUri } from '@mlflow-artifacts/repository'
import { type BucketUri, parseBucketUri } from './parse-bucket-uri.ts'

/**
 * Reads `s3://<bucket>/<path>`. MLflow's `S3ArtifactRepository.parse_s3_compliant_uri`
 * (mlflow/store/artifact/s3_artifact_repo.py).
 *
 * @throws MlflowError INVALID_PARAMETER_VALUE for another scheme, or where it is no URL
 */
export function parseS3Uri(uri: string): BucketUri {
  const parsed = parseBucketUri(uri, 's3')
  if (parsed === undefined)
    throw new MlflowError(`Not an S3 URI: ${redactUri(uri)}`, { code: 'INVALID_PARAMETER_VALUE' })
  return parsed
}
