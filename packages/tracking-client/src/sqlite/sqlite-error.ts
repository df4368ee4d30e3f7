import { type ErrorCode, MlflowError } from '@mlflow-artifacts/repository'
import { resultCode } from './result-code.ts'

interface Explanation {
  readonly code: ErrorCode
  readonly text: string
  readonly hint: string
  readonly retryable?: boolean
}

const LOCKED: Explanation = {
  code: 'TEMPORARILY_UNAVAILABLE',
  text: 'is locked by another process that is writing',
  hint: 'Try again when it has finished.',
  retryable: true,
}

const UNREADABLE: Explanation = {
  code: 'PERMISSION_DENIED',
  text: 'cannot be opened',
  hint: 'Check the permissions of the file and its folder. A database with a -wal file needs a folder that can be written to.',
}

// By SQLite's primary result codes, https://www.sqlite.org/rescode.html.
const EXPLANATIONS: ReadonlyMap<number | undefined, Explanation> = new Map([
  [3, UNREADABLE],
  [5, LOCKED],
  [6, LOCKED],
  [8, UNREADABLE],
  [11, { code: 'DATA_LOSS', text: 'is damaged', hint: 'Restore it from a backup.' }],
  [14, UNREADABLE],
  [
    26,
    {
      code: 'INVALID_PARAMETER_VALUE',
      text: 'is not an SQLite database',
      hint: 'Name the database file that MLflow logged to.',
    },
  ],
])

/** What a failure of `node:sqlite` means to the user. */
export function sqliteError(error: unknown, path: string, uri: string): MlflowError {
  const explanation = EXPLANATIONS.get(resultCode(error))
  const reason = error instanceof Error ? error.message : String(error)
  return new MlflowError(
    `The MLflow database '${path}' ${explanation?.text ?? 'could not be read'}: ${reason}`,
    {
      code: explanation?.code ?? 'INTERNAL_ERROR',
      uri,
      hint: explanation?.hint,
      retryable: explanation?.retryable,
      cause: error,
    },
  )
}
