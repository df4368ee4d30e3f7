import { MlflowError, validatePathIsSafe } from '@mlflow-artifacts/repository'
import { stat } from '@mlflow-artifacts/transfer'
import type { CallSession } from '../session/call-session.ts'
import type { Location } from './location.ts'

/**
 * Reads a local URI as Python does, with its percent escapes decoded (`file:///a/b%20c` is `/a/b c`), unless a file
 * has the literal name. An escape that Python does not accept, such as `%23`, names nothing.
 */
export async function decodedWhereLocal(location: Location, session: CallSession): Promise<Location> {
  const { repository, path } = location
  if (repository.localPath === undefined || !path.includes('%')) return location
  if ((await stat(repository, path, session)) !== undefined) return location
  try {
    return { ...location, path: validatePathIsSafe(path) }
  } catch (error) {
    if (MlflowError.isInstance(error)) return location
    throw error
  }
}
