import { type ErrorCode, errorCodeFromHttpStatus, MlflowError } from '@mlflow-artifacts/repository'
import type { S3Failure } from './s3-failure.ts'

const KEY_HINT = 'Check AWS_ACCESS_KEY_ID, or the profile that AWS_PROFILE names.'
const SECRET_HINT =
  'Check AWS_SECRET_ACCESS_KEY, and that MLFLOW_S3_ENDPOINT_URL leads to the store of that key.'
const TOKEN_HINT =
  'The credentials have expired: renew AWS_SESSION_TOKEN, or log in again to the profile of AWS_PROFILE.'
const REGION_HINT = "Set AWS_DEFAULT_REGION to the bucket's region."

/** Codes of S3, with MLflow's for them, and what to do. */
const CODES: ReadonlyMap<string, readonly [code: ErrorCode, hint?: string]> = new Map([
  ['InvalidAccessKeyId', ['UNAUTHENTICATED', KEY_HINT]],
  ['SignatureDoesNotMatch', ['UNAUTHENTICATED', SECRET_HINT]],
  ['ExpiredToken', ['UNAUTHENTICATED', TOKEN_HINT]],
  ['InvalidToken', ['UNAUTHENTICATED', TOKEN_HINT]],
  ['TokenRefreshRequired', ['UNAUTHENTICATED', TOKEN_HINT]],
  ['RequestTimeTooSkewed', ['UNAUTHENTICATED', 'Set the clock of this machine.']],
  ['AuthorizationHeaderMalformed', ['UNAUTHENTICATED', REGION_HINT]],
  ['PermanentRedirect', ['INVALID_PARAMETER_VALUE', REGION_HINT]],
  ['NoSuchBucket', ['RESOURCE_DOES_NOT_EXIST', 'Check the name of the bucket, and MLFLOW_S3_ENDPOINT_URL.']],
  ['NoSuchKey', ['RESOURCE_DOES_NOT_EXIST']],
  ['InvalidBucketName', ['INVALID_PARAMETER_VALUE', 'Check the name of the bucket.']],
  [
    'InvalidObjectState',
    ['INVALID_STATE', 'The object is archived: it has to be restored before it can be read.'],
  ],
  ['SlowDown', ['RESOURCE_EXHAUSTED']],
  ['RequestTimeout', ['TEMPORARILY_UNAVAILABLE']],
])
const REFUSED_HINT =
  'The credentials (AWS_ACCESS_KEY_ID, or AWS_PROFILE) need s3:ListBucket on the bucket and s3:GetObject on its ' +
  'objects; MLFLOW_S3_EXPECTED_BUCKET_OWNER, where it is set, has to be the owner.'
const RETRYABLE: ReadonlySet<string> = new Set(['SlowDown', 'RequestTimeout', '408', '429'])

/**
 * The error of a refusal.
 *
 * @param doing - what failed, as the beginning of a sentence
 */
export function storeError(failure: S3Failure, doing: string, uri: string): MlflowError {
  const { status, code, message, retryAfterMs, region } = failure
  const [known, hint] = CODES.get(code) ?? []
  const words = /^\d+$/.test(code) ? `HTTP status ${code}` : message
  return new MlflowError(`${doing}: ${words}`, {
    code: known ?? (status === 404 ? 'RESOURCE_DOES_NOT_EXIST' : errorCodeFromHttpStatus(status)),
    uri,
    hint:
      hint === REGION_HINT && region !== undefined
        ? `The bucket is in ${region}: ${hint}`
        : (hint ?? (status === 403 ? REFUSED_HINT : undefined)),
    retryable: RETRYABLE.has(code) || status >= 500 || status === 429,
    retryAfterMs,
    cause: new Error(`HTTP status ${status}: ${code}`),
  })
}
