import { MlflowError } from './errors/mlflow-error.ts'

/** No tree of artifacts is as deep; a store that lists a directory in itself, under another name each time, is. */
const MAXIMUM_DEPTH = 2_000

/**
 * Ends a walk through directories that are nested without end.
 *
 * @param depth - of the directory that is about to be listed, below the one that is walked
 * @param uri - of the repository
 * @throws MlflowError `INVALID_STATE` where it is deeper than any tree of artifacts
 */
export function assertDepth(depth: number, path: string, uri: string): void {
  if (depth <= MAXIMUM_DEPTH) return
  throw new MlflowError(
    `The artifacts of ${uri} are more than ${MAXIMUM_DEPTH} directories deep: ${path.slice(0, 100)}…`,
    {
      code: 'INVALID_STATE',
      uri,
      hint: 'The store seems to list a directory in itself. Name a path further down, or report it to its operator.',
    },
  )
}
