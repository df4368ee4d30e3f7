import { MlflowError } from '@mlflow-artifacts/repository'
import { isModelsUri, isWholeRunUri, redactUri, splitLoggedModelUri } from '@mlflow-artifacts/uri-parsing'
import type { CallSession } from '../session/call-session.ts'
import { decodedWhereLocal } from './decoded-where-local.ts'
import type { Location } from './location.ts'
import { pathExists } from './path-exists.ts'
import { refuseDroppedPart } from './refuse-dropped-part.ts'
import { resolveRoot } from './resolve-root.ts'
import { splitUri } from './split-uri.ts'

/** From a URI, as a user typed it, to the place where its bytes are. */
export async function resolveUri(uri: string, session: CallSession): Promise<Location> {
  const isPath = pathExists(uri, session.cwd)
  if (!isPath) refuseDroppedPart(uri)
  const hops = [{ uri: isPath ? uri : redactUri(uri), via: 'source' }] as const

  const logged = isPath ? undefined : splitLoggedModelUri(uri)
  if (logged !== undefined) {
    const location = await resolveRoot(...logged, hops, session).catch(unlessMissing)
    if (location !== undefined) return location
  }
  // Python would take the run id for a path, and then find no run.
  const whole = !isPath && isWholeRunUri(uri) ? `${uri}/` : uri
  const [rootUri, path] = splitUri(whole, { pathExists: () => isPath, cwd: session.cwd })
  const location = await resolveRoot(rootUri, path, hops, session)
  return isModelsUri(uri) ? location : await decodedWhereLocal(location, session)
}

/** A registered model may be named like a logged model's id: what is not found as one is looked up as the other. */
function unlessMissing(error: unknown): undefined {
  if (MlflowError.isInstance(error) && error.code === 'RESOURCE_DOES_NOT_EXIST') return undefined
  throw error
}
