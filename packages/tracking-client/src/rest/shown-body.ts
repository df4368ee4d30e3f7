const MAXIMUM_LENGTH = 1_000

/** A body that is not MLflow's for a message: not longer than a message should be. */
export function shownBody(text: string): string {
  return text.length <= MAXIMUM_LENGTH ? text : `${text.slice(0, MAXIMUM_LENGTH)}…`
}
