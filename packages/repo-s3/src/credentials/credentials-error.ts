import { MlflowError, redactText } from '@mlflow-artifacts/repository'

const HINT =
  'S3 itself was not asked. Log in again, or check AWS_PROFILE, AWS_ROLE_ARN, AWS_WEB_IDENTITY_TOKEN_FILE and ' +
  'AWS_ENDPOINT_URL_STS, and that the role trusts whoever asks.'

/**
 * The error of somebody who gives out credentials and did not: it is not the bucket's.
 *
 * @param source - who was asked, as the subject of a sentence
 * @param way - how it comes to credentials, in sentences
 */
export function credentialsError(error: unknown, source: string, way?: string): MlflowError {
  const known = [error, error instanceof Error ? error.cause : undefined].find((one) =>
    MlflowError.isInstance(one),
  )
  const { message, code, hint, retryable } = known ?? told(error)
  return new MlflowError(`${source} gave no credentials: ${message}`, {
    code,
    hint: way === undefined ? (hint ?? HINT) : [way, hint].filter((part) => part !== undefined).join(' '),
    retryable,
  })
}

interface Told extends Error {
  readonly $metadata?: { readonly httpStatusCode?: number }
}

function told(error: unknown): Pick<MlflowError, 'message' | 'code' | 'hint' | 'retryable'> {
  const failure: Told = error instanceof Error ? error : new Error(String(error))
  const status = failure.$metadata?.httpStatusCode ?? 0
  const mayPass = status >= 500 || status === 429
  const name = failure.name === 'Error' || failure.name.endsWith('ProviderError') ? '' : `${failure.name}: `
  // Its command may hold a secret; what it says follows, on lines of its own.
  const message = failure.message.replace(/^Command failed: .*\n?/, 'its credential_process failed: ').trim()
  return {
    message: redactText(`${name}${message}`).replace(/: $/, ''),
    code: mayPass ? 'TEMPORARILY_UNAVAILABLE' : 'UNAUTHENTICATED',
    hint: undefined,
    retryable: mayPass,
  }
}
