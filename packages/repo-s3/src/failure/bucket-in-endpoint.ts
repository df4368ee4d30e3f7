import { MlflowError, redactUri } from '@mlflow-artifacts/repository'
import type { S3Failure } from './s3-failure.ts'

/**
 * The error of a listing that was taken for the name of an object, because the endpoint leads into a bucket already;
 * `undefined` where the failure is another one.
 *
 * @param doing - what failed, as the beginning of a sentence
 */
export function bucketInEndpoint(
  { code, message, status }: S3Failure,
  doing: string,
  uri: string,
  { bucket, endpoint }: { readonly bucket: string; readonly endpoint: string | undefined },
): MlflowError | undefined {
  if (code !== 'NoSuchKey') return undefined
  const better = endpoint === undefined ? undefined : withoutBucket(endpoint, bucket)
  const shown = endpoint === undefined ? '' : ` (${redactUri(endpoint)})`
  return new MlflowError(`${doing}: ${message}`, {
    code: 'INVALID_PARAMETER_VALUE',
    uri,
    hint:
      `A bucket is in the endpoint of the store already, so that its listing was taken for an object: MLFLOW_S3_ENDPOINT_URL${shown} ` +
      `names the store alone${better === undefined ? ', such as http://127.0.0.1:9000' : `: ${redactUri(better)}`}.`,
    cause: new Error(`HTTP status ${status}: ${code}`),
  })
}

/** The endpoint that was meant; `undefined` where nothing of that bucket is in it. */
function withoutBucket(endpoint: string, bucket: string): string | undefined {
  const url = new URL(endpoint)
  const [, path] = url.pathname.split('/')
  if (url.host.startsWith(`${bucket}.`)) return `${url.protocol}//${url.host.slice(bucket.length + 1)}`
  return path === bucket ? url.origin : undefined
}
