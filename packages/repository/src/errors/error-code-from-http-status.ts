import type { ErrorCode } from './error-code.ts'

const ERROR_CODE_OF_HTTP_STATUS: ReadonlyMap<number, ErrorCode> = new Map<number, ErrorCode>([
  [400, 'BAD_REQUEST'],
  [401, 'UNAUTHENTICATED'],
  [403, 'PERMISSION_DENIED'],
  [404, 'ENDPOINT_NOT_FOUND'],
  [409, 'ALREADY_EXISTS'],
  [429, 'RESOURCE_EXHAUSTED'],
  [499, 'CANCELLED'],
  [501, 'NOT_IMPLEMENTED'],
  [503, 'TEMPORARILY_UNAVAILABLE'],
  [504, 'DEADLINE_EXCEEDED'],
])

/**
 * The code of a failure whose body named none. Python's `get_error_code` (`mlflow/exceptions.py`).
 *
 * @param status - an HTTP status; one without a code of its own is `INTERNAL_ERROR`
 */
export function errorCodeFromHttpStatus(status: number): ErrorCode {
  return ERROR_CODE_OF_HTTP_STATUS.get(status) ?? 'INTERNAL_ERROR'
}
