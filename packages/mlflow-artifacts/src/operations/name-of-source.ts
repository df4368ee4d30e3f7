import { redactUri } from '@mlflow-artifacts/uri-parsing'
import type { ArtifactSource } from '../source/artifact-source.ts'

/** What messages call a source: the URI that Python would be given for it, without credentials. */
export function nameOfSource(source: ArtifactSource): string {
  if (typeof source === 'string') return redactUri(source)
  return source.artifactUri === undefined
    ? `runs:/${source.runId}/${source.artifactPath ?? ''}`
    : redactUri(source.artifactUri)
}
