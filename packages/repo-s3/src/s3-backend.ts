import type { ArtifactBackend } from '@mlflow-artifacts/repository'
import { parseS3Uri } from '@mlflow-artifacts/uri-parsing'
import { S3Repository } from './s3-repository.ts'

/** The backend for `s3:`. */
export function s3(): ArtifactBackend {
  return {
    specificationVersion: 'v1',
    name: 's3',
    schemes: ['s3'],
    repository: (uri) => new S3Repository(uri, parseS3Uri(uri)),
  }
}
