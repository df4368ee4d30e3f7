import type { Resolution } from '../resolve/resolution.ts'
import type { CallSettings } from '../session/call-session.ts'
import type { ArtifactSource } from '../source/artifact-source.ts'
import { withLocation } from './with-location.ts'

/** The way from a source to the place where its bytes are. The place itself is not looked at. */
export async function resolveArtifact(source: ArtifactSource, settings: CallSettings): Promise<Resolution> {
  return await withLocation(source, settings, async ({ hops, repository, path }) => {
    return { hops, repositoryUri: repository.uri, path }
  })
}
