import { MlflowError } from '../errors/mlflow-error.ts'
import { posixNormpath } from '../python/posix-normpath.ts'
import { pythonRepr } from '../python/python-repr.ts'
import { pathNotUnique } from './path-not-unique.ts'

/**
 * Refuses a directory to log into that is not written in its shortest form. MLflow's `verify_artifact_path`
 * (mlflow/store/artifact/artifact_repo.py).
 *
 * @throws MlflowError INTERNAL_ERROR, the code that Python leaves in place
 */
export function verifyArtifactPath(artifactPath: string | undefined): void {
  if (artifactPath === undefined || artifactPath === '' || !pathNotUnique(artifactPath)) return
  throw new MlflowError(
    `Invalid artifact path: '${artifactPath}'. Names may be treated as files in certain cases, and must not ` +
      'resolve to other names when treated as such. This name would resolve to ' +
      pythonRepr(posixNormpath(artifactPath)),
  )
}
