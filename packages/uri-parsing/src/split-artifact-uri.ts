import type { Machine } from '@mlflow-artifacts/repository'
import { posixBasename, posixDirname, urlparse, urlunparse } from '@mlflow-artifacts/repository/python'
import { pathToLocalFileUri } from './path-to-local-file-uri.ts'
import { type SplitUri, splitModelsUri } from './split-models-uri.ts'

/** What {@link splitArtifactUri} has to know about the machine. */
export interface SplitArtifactUriOptions extends Partial<Machine> {
  /** Whether a path, relative to the working directory, leads to something. Such a text is taken as a path. */
  pathExists(path: string): boolean
}

/**
 * Cuts the last segment off an artifact's URI; a `models:` URI is cut by {@link splitModelsUri}. Query and fragment
 * stay on the root. MLflow's `_get_root_uri_and_artifact_path` (mlflow/tracking/artifact_utils.py).
 *
 * @throws MlflowError INVALID_PARAMETER_VALUE where it is no URL
 */
export function splitArtifactUri(artifactUri: string, options: SplitArtifactUriOptions): SplitUri {
  if (!options.pathExists(artifactUri)) return splitUri(artifactUri)
  if (options.platform === 'windows') return splitUri(pathToLocalFileUri(artifactUri, options))
  return [posixDirname(artifactUri), posixBasename(artifactUri)]
}

function splitUri(uri: string): SplitUri {
  const parsed = urlparse(uri)
  if (parsed.scheme === 'models') return splitModelsUri(uri)
  // Without its scheme, a relative path such as that of `file:a/b` is put together as it was.
  const isRelative = parsed.scheme !== '' && !parsed.path.startsWith('/')
  const root = { ...parsed, path: posixDirname(parsed.path), scheme: isRelative ? '' : parsed.scheme }
  return [(isRelative ? `${parsed.scheme}:` : '') + urlunparse(root), posixBasename(parsed.path)]
}
