import type { SentRequests } from '@mlflow-artifacts/http-client'
import { MlflowError } from '@mlflow-artifacts/repository'

const NO_ANSWER = /^(?:E(?:CONN|HOST|NET|TIMEDOUT|PIPE|AI_AGAIN)|ENOTFOUND|UND_ERR|5\d\d$|429$|408$)/

const HINT =
  'Look at GOOGLE_APPLICATION_CREDENTIALS, which names a key file, and at `gcloud auth application-default login`, ' +
  'which makes the one that is used without it.'

/**
 * The error of credentials that cannot be used. Of the SDK's own, only the message goes into it: the other fields hold
 * the request for a token.
 *
 * @param sent - what the answer may repeat
 */
export function credentialsError(error: unknown, sent: SentRequests): MlflowError {
  if (MlflowError.isInstance(error)) return error
  const { cause } = error instanceof Error ? error : { cause: undefined }
  if (MlflowError.isInstance(cause)) return unanswered(cause, sent)
  const { message, isJson } = described(error, sent)
  const mayPass = [propertyOf(error, 'code'), propertyOf(error, 'status')].some((text) =>
    NO_ANSWER.test(text),
  )
  return new MlflowError(`No access token for Google Cloud Storage: ${message}`, {
    code: mayPass ? 'TEMPORARILY_UNAVAILABLE' : 'UNAUTHENTICATED',
    retryable: mayPass,
    hint: HINT,
    ...(!isJson && { cause: new Error(message) }),
  })
}

/** The HTTP client says why no answer came, and what to look at. */
function unanswered({ message, code, hint, uri, retryable }: MlflowError, sent: SentRequests): MlflowError {
  const said = sent.redact(message)
  return new MlflowError(`No access token for Google Cloud Storage: ${said}`, {
    code,
    hint: hint ?? HINT,
    uri,
    retryable,
    cause: new Error(said),
  })
}

/** A parser's message shows a piece of what it could not read, which here is a secret. */
function described(error: unknown, sent: SentRequests): { message: string; isJson: boolean } {
  if (!(error instanceof Error)) return { message: 'an unknown failure', isJson: true }
  const isJson = error instanceof SyntaxError || / JSON\b/.test(error.message)
  return { message: isJson ? 'the credentials are not valid JSON' : sent.redact(error.message), isJson }
}

function propertyOf(error: unknown, name: 'code' | 'status'): string {
  return typeof error === 'object' && error !== null ? String(Reflect.get(error, name) ?? '') : ''
}
