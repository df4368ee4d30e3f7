import { urlparse } from '@mlflow-artifacts/repository/python'
import type { SplitUri } from './split-models-uri.ts'

/**
 * Cuts `models:/m-<32 hexadecimal digits>/<path>` behind the id of the logged model, where {@link splitModelsUri}, as
 * Python, reads the id as the name of a registered model. `undefined` for any other URI, also for one without a path.
 *
 * @throws MlflowError INVALID_PARAMETER_VALUE where it is no URL
 */
export function splitLoggedModelUri(uri: string): SplitUri | undefined {
  const { scheme, netloc, path } = urlparse(uri)
  const [, modelId, artifactPath] = /^\/(m-[0-9a-f]{32})\/+([^/].*?)\/*$/s.exec(path) ?? []
  if (scheme !== 'models' || modelId === undefined || artifactPath === undefined) return undefined
  return [`models:${netloc === '' ? '' : `//${netloc}`}/${modelId}`, artifactPath]
}
