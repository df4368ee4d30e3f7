import { withoutSecrets } from './without-secrets.ts'

const MAXIMUM_LENGTH = 1_000

/** A body that is not MLflow's for a message: without secrets, and not longer than a message should be. */
export function shownBody(text: string): string {
  const shown = withoutSecrets(text)
  return shown.length <= MAXIMUM_LENGTH ? shown : `${shown.slice(0, MAXIMUM_LENGTH)}…`
}
