import { decodePath } from '@mlflow-artifacts/repository'
import { unquote } from '@mlflow-artifacts/repository/python'
import { artifactPath } from '../artifact-path.ts'

/**
 * The artifact that MLflow's server takes a path for: it percent-decodes until nothing changes, and reads the outcome
 * as a URL (`_decode` in mlflow/utils/uri.py). `undefined` for a name that would lose a part on the way, such as a `?`
 * at its end: the server can have no artifact of that name, and would give another one.
 *
 * @throws UnsafePathError where the decoded path leads out of the root
 * @throws MlflowError `INVALID_PARAMETER_VALUE` where the server would give up decoding
 */
export function servedPath(path: string): string | undefined {
  let decoded = path
  while (unquote(decoded) !== decoded) decoded = unquote(decoded)
  const served = artifactPath(decoded)
  // Every path is below some root, so that its first name cannot be taken for a scheme.
  return decodePath(`_/${served}`) === `_/${served}` ? served : undefined
}
