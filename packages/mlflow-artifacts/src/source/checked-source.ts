import { MlflowError } from '@mlflow-artifacts/repository'
import type { ArtifactSource } from './artifact-source.ts'

/** A source that names exactly one thing. */
export type CheckedSource =
  | { readonly kind: 'uri'; readonly uri: string }
  | { readonly kind: 'run'; readonly runId: string; readonly artifactPath: string }

const KEYS: ReadonlySet<string> = new Set(['artifactUri', 'runId', 'artifactPath'])

/**
 * Checks a source by Python's rules (`mlflow.artifacts.download_artifacts`), and its types, which callers without
 * TypeScript can get wrong.
 *
 * @throws MlflowError `INVALID_PARAMETER_VALUE`
 */
export function checkedSource(source: ArtifactSource): CheckedSource {
  if (typeof source === 'string') return { kind: 'uri', uri: source }
  if (typeof source !== 'object' || source === null) {
    throw invalid(`A source is a string or an object with artifactUri or runId, but it is ${String(source)}`)
  }
  for (const [key, value] of Object.entries(source)) {
    if (!KEYS.has(key)) {
      throw invalid(
        `A source has no '${key}': a source says what, the options, which are the second argument, say how`,
      )
    }
    if (value !== undefined && value !== null && typeof value !== 'string') {
      throw invalid(`'${key}' of a source is a string, but it is of type ${typeof value}`)
    }
  }
  // `null` is what callers have who translate Python's None.
  const artifactUri = source.artifactUri ?? undefined
  const runId = source.runId ?? undefined
  const artifactPath = source.artifactPath ?? undefined
  if (artifactUri === undefined && runId !== undefined)
    return { kind: 'run', runId, artifactPath: artifactPath ?? '' }
  if (artifactUri === undefined || runId !== undefined) {
    throw invalid(
      'Exactly one of `run_id` or `artifact_uri` must be specified',
      'Name one thing: a URI or a path, or a run by { runId }.',
    )
  }
  if (artifactPath !== undefined) {
    throw invalid(
      '`artifact_path` cannot be specified if `artifact_uri` is specified',
      'Write the path into the URI, or name the run and the path: { runId, artifactPath }.',
    )
  }
  return { kind: 'uri', uri: artifactUri }
}

function invalid(message: string, hint?: string): MlflowError {
  return new MlflowError(message, { code: 'INVALID_PARAMETER_VALUE', hint })
}
