import { redactUri } from '@mlflow-artifacts/uri-parsing'
import type { CallSession } from '../session/call-session.ts'
import type { Location, LoggedModelLocation } from './location.ts'
import type { Hop } from './resolution.ts'
import { resolveModel } from './resolve-model.ts'
import { resolveRoot } from './resolve-root.ts'
import { withHint } from './with-hint.ts'

const OF_RUNS = 'Check the id of the run, and that the tracking URI names the store that it was logged to.'

/** The location of a path below the artifacts of a run, laid out from the root of the run. */
export async function resolveRun(
  runId: string,
  path: string,
  hops: readonly Hop[],
  session: CallSession,
): Promise<Location> {
  const { artifactUri, experimentId } = await withHint(session.run(runId), ({ code }) =>
    code === 'RESOURCE_DOES_NOT_EXIST' || code === 'INVALID_PARAMETER_VALUE' ? OF_RUNS : undefined,
  )
  const location = await resolveRoot(
    artifactUri,
    path.replace(/\/+$/, ''),
    [...hops, { uri: redactUri(artifactUri), via: 'run' }],
    session,
  )
  // Slashes that are doubled count once, as they do among the files of the run.
  const [name = '', ...below] = location.path.split('/').filter((segment) => segment !== '')
  if (name === '') return location
  const loggedModel = async (): Promise<LoggedModelLocation | undefined> => {
    const store = await session.trackingStore()
    const model = await store.findLoggedModel({ experimentId, name, sourceRunId: runId }, session)
    if (model === undefined) return undefined
    return { name, location: await resolveModel(`models:/${model.modelId}`, below.join('/'), hops, session) }
  }
  return { ...location, loggedModel }
}
