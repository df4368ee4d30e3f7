import { MlflowError } from '@mlflow-artifacts/repository'
import { posixJoin } from '@mlflow-artifacts/repository/python'
import { getUriScheme, parseRunsUri } from '@mlflow-artifacts/uri-parsing'
import type { CallSession } from '../session/call-session.ts'
import type { Location } from './location.ts'
import type { Hop } from './resolution.ts'
import { resolveModel } from './resolve-model.ts'
import { resolveRun } from './resolve-run.ts'

/** A source, a model alias, its version, a run and its store make five; more is a loop that a store was talked into. */
const MAXIMUM_HOPS = 8

/** The location of a path below a root URI, which may itself name a run or a model. */
export async function resolveRoot(
  rootUri: string,
  path: string,
  hops: readonly Hop[],
  session: CallSession,
): Promise<Location> {
  if (hops.length > MAXIMUM_HOPS) {
    throw new MlflowError(
      `The artifact URI leads from one to the next without end: ${hops.map(({ uri }) => uri).join(' → ')}`,
      {
        code: 'INVALID_STATE',
        uri: rootUri,
      },
    )
  }
  switch (getUriScheme(rootUri)) {
    case 'runs': {
      const { runId, path: below = '' } = parseRunsUri(rootUri)
      const base = below.replace(/\/+$/, '')
      const location = await resolveRun(runId, path === '' ? base : posixJoin(base, path), hops, session)
      return { ...location, base, listingBase: base, alwaysCopied: true }
    }
    case 'models':
      return await resolveModel(rootUri, path, hops, session)
    default:
      return {
        hops,
        repository: await session.repository(rootUri, hops),
        path,
        base: '',
        listingBase: '',
        alwaysCopied: false,
        registeredModel: undefined,
        loggedModel: undefined,
      }
  }
}
