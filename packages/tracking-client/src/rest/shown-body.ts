import { redactUri } from '@mlflow-artifacts/repository'

const MAXIMUM_LENGTH = 1_000

/** A body that is not MLflow's for a message: without what may be a secret, and not longer than a message should be. */
export function shownBody(text: string): string {
  const redacted = text
    .replace(/\bhttps?:\/\/[^\s"'<>]+/gi, redactUri)
    .replace(/\b(Basic|Bearer)\s+[\w.~+/=-]{8,}/gi, '$1 REDACTED')
  return redacted.length <= MAXIMUM_LENGTH ? redacted : `${redacted.slice(0, MAXIMUM_LENGTH)}…`
}
