import { MlflowError, TransferError } from 'mlflow-artifacts'
import { asciiJson } from './ascii-json.ts'
import { exitCodeOf } from './exit-code-of.ts'
import { hintOf } from './hint-of.ts'
import { causeOf } from './message-of.ts'

/**
 * A failure for scripts, on one line: `{"error": {"code", "message", "exitCode", …}}`, with `uri`, `hint`, `cause`,
 * `retryAfterMs` and the `failures` of files where there are any, and the `stack` where `verbose`. The message is as the
 * library has it.
 */
export function errorToJson(
  error: unknown,
  {
    verbose = false,
    exitCode = exitCodeOf(error),
  }: { readonly verbose?: boolean; readonly exitCode?: number } = {},
): string {
  const fields = { ...fieldsOf(error), exitCode }
  return `${asciiJson({ error: verbose ? { ...fields, stack: stackOf(error) } : fields })}\n`
}

function fieldsOf(error: unknown): Readonly<Record<string, unknown>> {
  const message = error instanceof Error ? error.message : String(error)
  const cause = causeOf(error)
  if (!MlflowError.isInstance(error)) return { code: 'INTERNAL_ERROR', message, cause }
  const { code, uri, retryable, retryAfterMs } = error
  const hint = hintOf(error)
  return { code, message, uri, hint, cause, retryable, retryAfterMs, failures: failuresOf(error) }
}

function failuresOf(error: MlflowError): readonly unknown[] | undefined {
  const transfer = error instanceof TransferError ? error : error.cause
  if (!(transfer instanceof TransferError)) return undefined
  return [...transfer.failures].map(([path, failure]) => ({ path, ...fieldsOf(failure) }))
}

function stackOf(error: unknown): string | undefined {
  return error instanceof Error ? error.stack : undefined
}
