import type { S3Client } from '@aws-sdk/client-s3'
import { type ArtifactBackend, MlflowError, redactUri } from '@mlflow-artifacts/repository'
import { parseS3Uri } from '@mlflow-artifacts/uri-parsing'
import { Clients } from './client/clients.ts'
import { rootPrefix } from './object-key.ts'
import { S3Repository } from './s3-repository.ts'
import { S3Store } from './s3-store.ts'

/** In a URI, a bucket ends at the first slash; an ARN may have a colon instead. */
const ACCESS_POINT_WITH_SLASH = /^arn:[^:]+:s3[a-z-]*:[^:]*:\d*:(?:.*:)?accesspoint$/

/** What {@link s3} may be told. */
export interface S3Options {
  /**
   * A client of your own, with its credentials, region, endpoint and retries; it sends listings by its own connections,
   * and signs the requests for bytes, which the shared HTTP client sends. Of the environment, only
   * `MLFLOW_S3_EXPECTED_BUCKET_OWNER`, `MLFLOW_S3_IGNORE_TLS` and `AWS_CA_BUNDLE` then count. How often bytes are asked for
   * is said by the option `attempts` of a download. Default: one made from the environment.
   */
  readonly client?: S3Client | undefined
}

/** The backend for `s3:`. What it learns of credentials and regions serves all repositories that it makes. */
export function s3({ client }: S3Options = {}): ArtifactBackend {
  const clients = new Clients(client)
  return {
    specificationVersion: 'v1',
    name: 's3',
    schemes: ['s3'],
    repository(uri, context) {
      const { bucket, path } = parseS3Uri(uri)
      if (bucket === '' || bucket.includes('@')) {
        throw new MlflowError(`The URI names no bucket: ${redactUri(uri)}`, {
          code: 'INVALID_PARAMETER_VALUE',
          uri: redactUri(uri),
          hint: 'Write s3://<bucket>/<path>, without user and password.',
        })
      }
      if (ACCESS_POINT_WITH_SLASH.test(bucket)) {
        const [name = '', ...rest] = path.split('/')
        const right = redactUri(`s3://${bucket}:${name}/${rest.join('/')}`)
        throw new MlflowError(`The access point in ${redactUri(uri)} is cut off by a slash`, {
          code: 'INVALID_PARAMETER_VALUE',
          uri: redactUri(uri),
          hint: `Write a colon before its name: ${right}`,
        })
      }
      return new S3Repository(uri, rootPrefix(path), new S3Store(bucket, clients, context))
    },
  }
}
