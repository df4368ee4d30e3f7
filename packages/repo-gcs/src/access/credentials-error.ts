import type { SentRequests } from '@mlflow-artifacts/http-client'
import { MlflowError } from '@mlflow-artifacts/repository'

const NO_ANSWER = /^(?:E(?:CONN|HOST|NET|TIMEDOUT|PIPE|AI_AGAIN)|ENOTFOUND|UND_ERR|5\d\d$|429$|408$)/

/** The interpreter's words for what is no JSON, with a piece of it. */
const OF_PARSER = /is not valid JSON|\bJSON (?:input|at position)\b/
/** Google's library on a credential helper of a caller's own client, with what that wrote. */
const OF_HELPER = /(The (?:executable (?:returned|failed)|output file contained)\b[^:]*):.*/s

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
  const message = described(error, sent)
  const mayPass = [propertyOf(error, 'code'), propertyOf(error, 'status')].some((text) =>
    NO_ANSWER.test(text),
  )
  return new MlflowError(`No access token for Google Cloud Storage: ${message}`, {
    code: mayPass ? 'TEMPORARILY_UNAVAILABLE' : 'UNAUTHENTICATED',
    retryable: mayPass,
    hint: HINT,
    cause: new Error(message),
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

/** What failed, without a piece of what could not be read or used, which here is a secret. */
function described(error: unknown, sent: SentRequests): string {
  if (!(error instanceof Error)) return 'an unknown failure'
  const { message, cause } = error
  if ([error, cause].some((one) => one instanceof SyntaxError) || OF_PARSER.test(message))
    return 'the credentials are not valid JSON'
  if (error instanceof TypeError || (cause instanceof TypeError && message !== 'fetch failed'))
    return 'the credentials, or the answer to them, hold a value of a wrong kind'
  return sent.redact(message.replace(OF_HELPER, '$1'))
}

function propertyOf(error: unknown, name: 'code' | 'status'): string {
  return typeof error === 'object' && error !== null ? String(Reflect.get(error, name) ?? '') : ''
}
