import type { SentRequests } from '@mlflow-artifacts/http-client'
import { bodyExcerpt, parseRetryAfter } from '@mlflow-artifacts/http-client/artifact'
import { type HttpResponse, MlflowError, redactText } from '@mlflow-artifacts/repository'

/** A refusal of the store, in its own words, and without anything of the request. */
export class S3Failure extends Error {
  override readonly name = 'S3Failure'
  readonly status: number
  /** Such as `NoSuchKey`; of an answer without a body, the status. */
  readonly code: string
  /** Where the bucket is, if the store said so. */
  readonly region: string | undefined
  /** The store's clock, as it wrote it. */
  readonly date: string | undefined
  readonly retryAfterMs: number | undefined
  /** Tells the SDK that it may pass. */
  readonly $retryable: object | undefined

  constructor(
    status: number,
    code: string,
    message: string,
    headers: Readonly<Record<string, string | undefined>>,
    region?: string,
  ) {
    super(message)
    this.status = status
    this.code = code
    this.region = [headers['x-amz-bucket-region'], region].find(isRegion)
    this.date = headers.date
    this.retryAfterMs = parseRetryAfter(headers['retry-after'])
    this.$retryable = status >= 500 ? {} : undefined
  }
}

/** Those of S3, and what other stores call theirs; whatever else is said in its place is not passed on. */
function isRegion(text: string | undefined): boolean {
  return text !== undefined && /^[\w-]{1,32}$/.test(text)
}

const STATUS_OF_ERROR: ReadonlyMap<string, number> = new Map([
  ['AccessDenied', 403],
  ['AllAccessDisabled', 403],
  ['AccountProblem', 403],
  ['InvalidAccessKeyId', 403],
  ['InvalidObjectState', 403],
  ['RequestTimeTooSkewed', 403],
  ['SignatureDoesNotMatch', 403],
  ['AuthorizationHeaderMalformed', 400],
  ['ExpiredToken', 400],
  ['InvalidArgument', 400],
  ['InvalidBucketName', 400],
  ['InvalidRequest', 400],
  ['InvalidToken', 400],
  ['TokenRefreshRequired', 400],
  ['NoSuchBucket', 404],
  ['NoSuchKey', 404],
  ['PermanentRedirect', 301],
  ['NotImplemented', 501],
])

/** The status that an error belongs to which came with one of success: of what is not known, that of what may pass. */
export function statusOfError(code: string): number {
  return STATUS_OF_ERROR.get(code) ?? 503
}

/** The refusal in a response, whose body is read. */
export async function failureOfResponse(response: HttpResponse, signal?: AbortSignal): Promise<S3Failure> {
  const { status, headers } = response
  const body = await bodyExcerpt(response, signal)
  const element = (name: string): string | undefined =>
    new RegExp(`<${name}>([^<]*)</${name}>`).exec(body)?.[1]
  const code = element('Code') || String(status)
  const known = status < 300 ? statusOfError(code) : status
  return new S3Failure(known, code, element('Message') || code, headers, element('Region'))
}

/**
 * What the SDK threw, without what it keeps of request and response: the refusal of the store, the error of the shared
 * HTTP client, or that there are no credentials.
 *
 * @param sent - holds what the store was sent, and may repeat
 */
export function failureOfSdk(error: unknown, sent: SentRequests): Error {
  if (!(error instanceof Error)) return new Error(String(error))
  if (MlflowError.isInstance(error)) return error
  if (MlflowError.isInstance(error.cause)) return error.cause
  const { $metadata, $response, Region }: SdkError = error
  const status = $metadata?.httpStatusCode
  if (status !== undefined) {
    const isWordless =
      error.name === 'UnknownError' || error.name === 'Error' || error.message === 'UnknownError'
    const redacted = (text: string): string => redactText(sent.redact(text))
    const code = isWordless ? String(status) : redacted(error.name)
    const message = isWordless ? code : redacted(error.message)
    const headers = Object.entries($response?.headers ?? {}).map(([name, value]) => [name, redacted(value)])
    return new S3Failure(status, code, message, Object.fromEntries(headers), Region && redacted(Region))
  }
  if (/Credentials|Token/.test(error.name)) {
    return new MlflowError(`Unable to locate credentials for S3: ${redactText(error.message)}`, {
      code: 'UNAUTHENTICATED',
      hint:
        'Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE; for a public bucket, ' +
        'MLFLOW_EXPERIMENTAL_S3_SIGNATURE_VERSION=unsigned.',
    })
  }
  if (error.name === 'EndpointError' || error.name === 'InvalidBucketName') {
    return new MlflowError(error.message, {
      code: 'INVALID_PARAMETER_VALUE',
      hint: 'Check the name of the bucket, MLFLOW_S3_ENDPOINT_URL and AWS_DEFAULT_REGION.',
    })
  }
  const message = redactText(error.message)
  return new MlflowError(message, { cause: new Error(message) })
}

interface SdkError extends Error {
  readonly $metadata?: { readonly httpStatusCode?: number }
  readonly $response?: { readonly headers?: Readonly<Record<string, string>> }
  readonly Region?: string
}
