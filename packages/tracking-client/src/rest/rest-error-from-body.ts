import { type ErrorCode, errorCodeFromHttpStatus, isErrorCode, RestError } from '@mlflow-artifacts/repository'
import type { JsonValue } from '@mlflow-artifacts/repository/python'
import { pythonValueRepr } from './python-value-repr.ts'
import { serverErrorClass } from './server-error-class.ts'
import { shownBody } from './shown-body.ts'

/** What a {@link RestError} says besides what stands in the body. */
export interface RestErrorContext {
  /** The HTTP status of the answer. */
  readonly status: number
  /** The endpoint that was asked, without credentials. */
  readonly uri: string
  readonly hint?: string | undefined
}

/**
 * The error that a server reported as a JSON object. Python's `RestException` (`mlflow/exceptions.py`), but for the code of
 * what MLflow's server did not write: a gateway before it names none, or one of its own, and the HTTP status says more than
 * `INTERNAL_ERROR`. The message stays Python's.
 */
export function restErrorFromBody(
  body: Readonly<Record<string, JsonValue>>,
  context: RestErrorContext,
): RestError {
  const name = truthy(body.error_code) ? text(body.error_code) : 'INTERNAL_ERROR'
  const code = errorCode(body, context.status)
  const classification = serverErrorClass(code)
  const message =
    body.message === undefined ? `Response: ${shownBody(pythonValueRepr(body))}` : text(body.message)
  return new RestError(`${name}: ${message}`, {
    ...context,
    code,
    body,
    sqlstate: nonEmpty(body.sqlstate) ?? classification?.sqlstate,
    errorClass: nonEmpty(body.error_class) ?? classification?.errorClass,
  })
}

function errorCode(body: Readonly<Record<string, JsonValue>>, status: number): ErrorCode {
  const name = text(body.error_code ?? '')
  if (isErrorCode(name)) return name
  // Something before MLflow's server may give an HTTP status for a code.
  return errorCodeFromHttpStatus(/^\d+$/.test(name) ? Number(name) : status)
}

/** Whether MLflow's server wrote a body: it names one of its codes. */
export function namesCode(body: Readonly<Record<string, JsonValue>>): boolean {
  return isErrorCode(text(body.error_code ?? ''))
}

// Python's `or` passes over these.
function truthy(value: JsonValue | undefined): value is JsonValue {
  return Boolean(value) && !['[]', '{}'].includes(pythonValueRepr(value ?? null))
}

/** Python's `str`. */
function text(value: JsonValue): string {
  return typeof value === 'string' ? value : pythonValueRepr(value)
}

function nonEmpty(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
