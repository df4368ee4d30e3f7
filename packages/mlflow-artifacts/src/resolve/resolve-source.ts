import { UnsafePathError } from '@mlflow-artifacts/repository'
import { posixDirname } from '@mlflow-artifacts/repository/python'
import type { CallSession } from '../session/call-session.ts'
import type { CheckedSource } from '../source/checked-source.ts'
import type { Location } from './location.ts'
import { resolveRun } from './resolve-run.ts'
import { resolveUri } from './resolve-uri.ts'

/** From a source to the place where its bytes are. */
export async function resolveSource(source: CheckedSource, session: CallSession): Promise<Location> {
  if (source.kind === 'uri') return await resolveUri(source.uri, session)
  const { runId, artifactPath } = source
  if (artifactPath.startsWith('/') || artifactPath.includes('\0') || artifactPath.split('/').includes('..')) {
    throw new UnsafePathError(
      `Invalid path: artifactPath '${artifactPath}' leads out of the artifacts of the run`,
      {
        path: artifactPath,
        uri: `runs:/${runId}`,
        hint: 'An artifactPath is relative to the root of the artifacts of its run, without ".." segments.',
      },
    )
  }
  const hops = [
    { uri: artifactPath === '' ? `runs:/${runId}` : `runs:/${runId}/${artifactPath}`, via: 'source' },
  ] as const
  const location = await resolveRun(runId, artifactPath, hops, session)
  // Python downloads a path of a run as it downloads a `runs:` URI, and the whole run straight from its store.
  return artifactPath === ''
    ? location
    : { ...location, base: posixDirname(artifactPath), listingBase: '', alwaysCopied: true }
}
