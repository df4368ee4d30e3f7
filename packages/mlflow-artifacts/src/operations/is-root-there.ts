import { MlflowError } from '@mlflow-artifacts/repository'
import { list } from '@mlflow-artifacts/transfer'
import type { Location } from '../resolve/location.ts'
import type { CallSession } from '../session/call-session.ts'

/**
 * Whether anything is at the root of a repository. A repository itself takes its root for a directory in any case, as nobody
 * makes one before the first artifact comes: that is right of a run's, and of nothing else.
 */
export async function isRootThere({ repository, hops }: Location, session: CallSession): Promise<boolean> {
  if (hops.at(-1)?.via === 'run') return true
  if (repository.localPath !== undefined) return await repository.localPath('').then(isThere, unlessMissing)
  for await (const _child of list(repository, '', session)) return true
  return false
}

function isThere(): boolean {
  return true
}

function unlessMissing(error: unknown): boolean {
  if (MlflowError.isInstance(error) && error.code === 'RESOURCE_DOES_NOT_EXIST') return false
  throw error
}
