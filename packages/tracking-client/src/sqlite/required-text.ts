import { invalidStateError } from '../rules/invalid-state-error.ts'
import type { Row } from './sqlite-database.ts'

/**
 * A column that must hold text.
 *
 * @throws MlflowError `INVALID_STATE` where it is empty or longer than any that MLflow writes
 */
export function requiredText(row: Row, column: string, subject: string, uri: string): string {
  const value = row[column]
  if (typeof value === 'string' && value !== '') return value
  throw invalidStateError(subject, uri, `the column '${column}' holds no text, or more than 64 KiB of it`)
}
