import { MlflowError } from '@mlflow-artifacts/repository'
import type { Location } from '../resolve/location.ts'
import type { CallSession, CallSettings } from '../session/call-session.ts'
import type { ArtifactSource } from '../source/artifact-source.ts'
import { withLocation } from './with-location.ts'

/** {@link withLocation} for what downloads: Python then says what may have been meant by the bare id of a model. */
export async function withDownloadable<Result>(
  source: ArtifactSource,
  settings: CallSettings,
  operation: (location: Location, session: CallSession) => Promise<Result>,
): Promise<Result> {
  try {
    return await withLocation(source, settings, operation)
  } catch (error) {
    const uri = typeof source === 'string' ? source : source?.artifactUri
    if (settings.signal?.aborted === true || uri?.startsWith('m-') !== true) throw error
    throw new MlflowError(`Invalid uri \`${uri}\` is passed. Maybe you meant 'models:/${uri}'?`, {
      uri,
      cause: error,
    })
  }
}
