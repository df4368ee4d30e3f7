import { MlflowError } from '@mlflow-artifacts/repository'
import type { Location } from '../resolve/location.ts'
import { movedFolder } from '../resolve/moved-folder.ts'

/** Says with the error of something that is missing, whose words are Python's, that its whole folder is. */
export function explainMissing(error: unknown, location: Location, cwd: string): void {
  if (!MlflowError.isInstance(error) || error.code !== 'RESOURCE_DOES_NOT_EXIST') return
  const hint = movedFolder(location, cwd)
  if (hint !== undefined) Object.assign(error, { hint })
}
