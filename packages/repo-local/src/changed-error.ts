import { IntegrityError } from '@mlflow-artifacts/repository'
import type { Place } from './root-directory.ts'

/**
 * The error of a file that is not what it was.
 *
 * @param what - happened to it, as it stands behind its name
 */
export function changedError({ path, absolutePath }: Place, what: string): IntegrityError {
  return new IntegrityError(`'${path}' ${what}`, {
    uri: absolutePath,
    hint: 'Read it when whoever writes it is done, or let them write a new file and rename it over this one.',
    retryable: true,
  })
}
