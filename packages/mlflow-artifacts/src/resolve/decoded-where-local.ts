import { MlflowError, validatePathIsSafe } from '@mlflow-artifacts/repository'
import { unquote } from '@mlflow-artifacts/repository/python'
import { stat } from '@mlflow-artifacts/transfer'
import type { CallSession } from '../session/call-session.ts'
import type { Location } from './location.ts'

/**
 * Reads a local URI with its percent escapes decoded (`file:///a/b%20c` is `/a/b c`), unless a file has the literal
 * name: once, as URIs are read, or again and again, as Python does. What is in no form there has Python's name.
 */
export async function decodedWhereLocal(location: Location, session: CallSession): Promise<Location> {
  const { repository, path } = location
  if (repository.localPath === undefined || !path.includes('%')) return location
  const decoded = validPath(path) ?? path
  for (const name of [path, unquote(path)]) {
    const info = await stat(repository, name, session).catch(unlessUnsafe)
    if (info !== undefined) return { ...location, path: name }
  }
  return { ...location, path: decoded }
}

/** An escape that Python refuses, such as `%23`, names nothing to it. */
function validPath(path: string): string | undefined {
  try {
    return validatePathIsSafe(path)
  } catch (error) {
    return unlessUnsafe(error)
  }
}

function unlessUnsafe(error: unknown): undefined {
  if (MlflowError.isInstance(error) && error.code === 'INVALID_PARAMETER_VALUE') return undefined
  throw error
}
