import { existsSync } from 'node:fs'
import { redactUri } from '@mlflow-artifacts/uri-parsing'
import type { ArtifactSource } from '../source/artifact-source.ts'

/** What messages call a source: the URI that Python would be given for it, without credentials. */
export function nameOfSource(source: ArtifactSource): string {
  if (typeof source === 'string') return shownUri(source)
  return source.artifactUri === undefined
    ? `runs:/${source.runId}/${source.artifactPath ?? ''}`
    : shownUri(source.artifactUri)
}

/** The path of a local file has no query, whatever its name holds. */
function shownUri(uri: string): string {
  return existsSync(uri) ? uri : redactUri(uri)
}
