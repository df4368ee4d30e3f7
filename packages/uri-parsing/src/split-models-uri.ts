import { urlparse } from '@mlflow-artifacts/repository/python'

/** The repository that serves a URI, and the artifact in there: POSIX, relative; `''` for the root itself. */
export type SplitUri = readonly [rootUri: string, artifactPath: string]

/**
 * Cuts a `models:` URI behind its version, stage or alias. A query or fragment behind the cut is lost. MLflow's
 * `ModelsArtifactRepository.split_models_uri` (mlflow/store/artifact/models_artifact_repo.py).
 *
 * @throws MlflowError INVALID_PARAMETER_VALUE where it is no URL
 */
export function splitModelsUri(uri: string): SplitUri {
  const trimmed = uri.replace(/\/+$/, '')
  const { netloc, path } = urlparse(trimmed)
  const segments = path.split('/')
  if (segments.length < 3 || path.endsWith('/')) return [trimmed, '']
  const cut = segments[1]?.includes('@') ? 2 : 3
  const root = (netloc === '' ? 'models:' : `models://${netloc}`) + segments.slice(0, cut).join('/')
  return [root, segments.slice(cut).join('/')]
}
