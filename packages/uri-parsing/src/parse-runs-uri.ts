import { MlflowError, redactUri } from '@mlflow-artifacts/repository'
import { urlparse } from '@mlflow-artifacts/repository/python'

/** What a `runs:` URI names. */
export interface RunsUri {
  readonly runId: string
  /** Relative to the run's artifacts, as written; `undefined` for all of them. */
  readonly path: string | undefined
}

/**
 * Reads `runs:/<run id>[/<path>]`. The authority, which may name a Databricks profile, is not looked at; query and
 * fragment are dropped. MLflow's `RunsArtifactRepository.parse_runs_uri` (mlflow/store/artifact/runs_artifact_repo.py).
 *
 * @throws MlflowError INTERNAL_ERROR for any other form, INVALID_PARAMETER_VALUE where it is no URL
 */
export function parseRunsUri(runsUri: string): RunsUri {
  const { scheme, path } = urlparse(runsUri)
  const [, runId, artifactPath] = /^\/([^/]+)(?:\/(.*))?$/s.exec(path) ?? []
  if (scheme !== 'runs' || runId === undefined) {
    throw new MlflowError(
      `Not a proper runs:/ URI: ${redactUri(runsUri)}. ` +
        "Runs URIs must be of the form 'runs:/<run_id>/run-relative/path/to/artifact'",
      {
        hint: 'Write runs:/<run id>/<path>, with one slash behind the colon, or runs:/<run id>/ for all artifacts of the run.',
      },
    )
  }
  return { runId, path: artifactPath || undefined }
}
