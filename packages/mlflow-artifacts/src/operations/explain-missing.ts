import { MlflowError } from '@mlflow-artifacts/repository'
import type { Location } from '../resolve/location.ts'
import { movedFolder } from '../resolve/moved-folder.ts'
import { sourceHint } from '../source/source-hint.ts'

/**
 * Says with the error of something that is missing, whose words are Python's, what else may be meant, or that its whole
 * folder is missing.
 *
 * @param uri - as it was typed; `undefined` for a run
 */
export function explainMissing(
  error: unknown,
  uri: string | undefined,
  location: Location,
  cwd: string,
): void {
  if (!MlflowError.isInstance(error) || error.code !== 'RESOURCE_DOES_NOT_EXIST') return
  const hint = movedFolder(location, cwd) ?? (uri === undefined ? undefined : sourceHint(uri))
  if (hint !== undefined) Object.assign(error, { hint })
}
