import type { ErrorCode } from '@mlflow-artifacts/repository'

/** How MLflow classifies a failure of a server that did not classify it itself. */
export interface ServerErrorClass {
  readonly sqlstate: string
  readonly errorClass: string
}

const PERMISSION_DENIED = { sqlstate: 'KAMC1', errorClass: 'CP_PERMISSION_DENIED' }
const RESOURCE_NOT_FOUND = { sqlstate: 'KAMC2', errorClass: 'CP_RESOURCE_NOT_FOUND' }
const REQUEST_RATE_LIMITED = { sqlstate: 'KAMC3', errorClass: 'CP_REQUEST_RATE_LIMITED' }
const INVALID_PARAMETER_VALUE = { sqlstate: 'KAMC4', errorClass: 'CP_INVALID_PARAMETER_VALUE' }
const RESOURCE_CONFLICT = { sqlstate: 'KAMC5', errorClass: 'CP_RESOURCE_CONFLICT' }

const CLASS_OF_CODE: ReadonlyMap<ErrorCode, ServerErrorClass> = new Map<ErrorCode, ServerErrorClass>([
  ['CUSTOMER_UNAUTHORIZED', PERMISSION_DENIED],
  ['PERMISSION_DENIED', PERMISSION_DENIED],
  ['UNAUTHENTICATED', PERMISSION_DENIED],
  ['ENDPOINT_NOT_FOUND', RESOURCE_NOT_FOUND],
  ['NOT_FOUND', RESOURCE_NOT_FOUND],
  ['RESOURCE_DOES_NOT_EXIST', RESOURCE_NOT_FOUND],
  ['REQUEST_LIMIT_EXCEEDED', REQUEST_RATE_LIMITED],
  ['RESOURCE_EXHAUSTED', REQUEST_RATE_LIMITED],
  ['BAD_REQUEST', INVALID_PARAMETER_VALUE],
  ['INVALID_PARAMETER_VALUE', INVALID_PARAMETER_VALUE],
  ['RESOURCE_ALREADY_EXISTS', RESOURCE_CONFLICT],
  ['RESOURCE_CONFLICT', RESOURCE_CONFLICT],
  ['INTERNAL_ERROR', { sqlstate: 'XXMC0', errorClass: 'CP_INTERNAL_ERROR' }],
  ['TEMPORARILY_UNAVAILABLE', { sqlstate: 'XXMC1', errorClass: 'CP_TEMPORARILY_UNAVAILABLE' }],
  ['INVALID_STATE', { sqlstate: 'XXMC2', errorClass: 'CP_INVALID_STATE' }],
])

/** The classification of a code; `undefined` where MLflow has none. Python's `mlflow/error_classification.py`. */
export function serverErrorClass(code: ErrorCode): ServerErrorClass | undefined {
  return CLASS_OF_CODE.get(code)
}
