import { posixBasename, urlparse, urlunparse } from '@mlflow-artifacts/repository/python'
import {
  getUriScheme,
  type SplitArtifactUriOptions,
  type SplitUri,
  splitArtifactUri,
} from '@mlflow-artifacts/uri-parsing'

/**
 * A URI or path that a user typed, as a root and a path below it, by MLflow's rule. That takes doubled slashes before the
 * last name for one, which would be another page of a web server: there they stay with the root.
 */
export function splitUri(uri: string, options: SplitArtifactUriOptions): SplitUri {
  if (!options.pathExists(uri) && ['http', 'https'].includes(getUriScheme(uri))) {
    const url = urlparse(uri)
    const name = posixBasename(url.path)
    const directory = url.path.slice(0, url.path.length - name.length)
    if (name !== '' && directory.endsWith('//')) return [urlunparse({ ...url, path: directory }), name]
  }
  return splitArtifactUri(uri, options)
}
