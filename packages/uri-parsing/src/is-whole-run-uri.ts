import { urlparse } from '@mlflow-artifacts/repository/python'

/**
 * Whether a URI is `runs:/<run id>`, with or without authority: all artifacts of a run. {@link splitArtifactUri}, as
 * Python, takes its last segment for a path and leaves no run id; with a `/` at the end it reads it as it is meant.
 *
 * @throws MlflowError INVALID_PARAMETER_VALUE where it is no URL
 */
export function isWholeRunUri(uri: string): boolean {
  const { scheme, path } = urlparse(uri)
  return scheme === 'runs' && /^\/[^/]+$/.test(path)
}
