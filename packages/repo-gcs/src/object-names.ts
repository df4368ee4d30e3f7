import { MlflowError, UnsafePathError } from '@mlflow-artifacts/repository'
import { posixNormpath } from '@mlflow-artifacts/repository/python'

/**
 * What objects below a root are called as artifacts, and the other way round. Both are literal: `//`, `./` and a slash
 * at the end are part of a name.
 */
export class ObjectNames {
  /** Empty, or with a slash at its end. */
  readonly #root: string

  constructor(root: string) {
    this.#root = withSlash(root)
  }

  /** @throws UnsafePathError where the path leads out of the root */
  object(path: string): string {
    if (/^\/|^\.\.(?:\/|$)|\0/.test(posixNormpath(path))) {
      throw new UnsafePathError('Invalid path: resolved path is outside the artifact directory', { path })
    }
    return this.#root + path
  }

  /** What the names of all objects in a directory begin with. A slash at the end of its path makes no difference. */
  prefix(path: string): string {
    return withSlash(this.object(path))
  }

  /** @throws MlflowError where it is the name of an object elsewhere */
  artifact(name: string, uri: string): string {
    if (name.startsWith(this.#root)) return name.slice(this.#root.length)
    throw new MlflowError(
      'The name of the listed GCS object does not begin with the specified artifact path. ' +
        `Artifact path: ${this.#root}. Object name: ${name}.`,
      { uri },
    )
  }
}

function withSlash(path: string): string {
  return path === '' || path.endsWith('/') ? path : `${path}/`
}
