import { MlflowError } from '@mlflow-artifacts/repository'
import { invalidValueMessage } from './invalid-value-message.ts'

// Python's `\w` is letters, numbers and the underscore of every script, and its `$` lets a last line feed pass.
const RUN_ID = /^[a-zA-Z0-9][\p{L}\p{N}_-]{0,255}\n?$/u

/**
 * Refuses a run id that could not be the name of a folder. Python's `_validate_run_id` (`mlflow/utils/validation.py`).
 *
 * @throws MlflowError `INVALID_PARAMETER_VALUE`
 */
export function validateRunId(runId: string): void {
  if (!RUN_ID.test(runId)) {
    throw new MlflowError(invalidValueMessage('run_id', runId), { code: 'INVALID_PARAMETER_VALUE' })
  }
}
