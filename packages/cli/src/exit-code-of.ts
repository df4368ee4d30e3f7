import { type ErrorCode, MlflowError, TransferError } from 'mlflow-artifacts'

const FAILURE = 1
const NETWORK = 5

const EXIT_CODES: ReadonlyMap<ErrorCode, number> = new Map<ErrorCode, number>([
  ['RESOURCE_DOES_NOT_EXIST', 2],
  ['NOT_FOUND', 2],
  ['ENDPOINT_NOT_FOUND', 2],
  ['PERMISSION_DENIED', 3],
  ['UNAUTHENTICATED', 3],
  ['CUSTOMER_UNAUTHORIZED', 3],
  ['DATA_LOSS', 4],
  ['TEMPORARILY_UNAVAILABLE', NETWORK],
  ['DEADLINE_EXCEEDED', NETWORK],
])

const CONNECTION_FAILURES: ReadonlySet<unknown> = new Set([
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'ETIMEDOUT',
])

/**
 * What Python says of an alias or a stage that no version of a model has, with the codes of wrong parameters and of what
 * went wrong inside; a server puts the code before it.
 */
const MISSING_VERSION =
  /^(?:[A-Z_]+: )?(?:Registered model alias .* not found\.|No versions of model with name '.*' found|Invalid Model Version stage: .*)$/s

/**
 * The exit code of a failure: 2 not found, 3 refused, 4 damaged content, 5 network, 1 anything else. Of the failures
 * of several files it is the one that all share, those that are 1 aside; 1 where they differ.
 */
export function exitCodeOf(error: unknown): number {
  if (error instanceof TransferError) {
    const codes = new Set([...error.failures.values()].map(exitCodeOf))
    codes.delete(FAILURE)
    const [code = FAILURE] = codes
    return codes.size === 1 ? code : FAILURE
  }
  if (!MlflowError.isInstance(error)) return isConnectionFailure(error) ? NETWORK : FAILURE
  if (MISSING_VERSION.test(error.message)) return EXIT_CODES.get('RESOURCE_DOES_NOT_EXIST') ?? FAILURE
  // What wraps a transfer repeats its code, but cannot repeat what failed.
  if (error.cause instanceof TransferError) return exitCodeOf(error.cause)
  const isNetwork = error.retryable || isConnectionFailure(error.cause)
  return EXIT_CODES.get(error.code) ?? (isNetwork ? NETWORK : FAILURE)
}

function isConnectionFailure(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  return ('code' in error && CONNECTION_FAILURES.has(error.code)) || isConnectionFailure(error.cause)
}
