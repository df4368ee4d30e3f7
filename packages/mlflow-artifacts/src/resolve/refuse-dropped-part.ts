import { MlflowError } from '@mlflow-artifacts/repository'
import { droppedUriPart, redactUri } from '@mlflow-artifacts/uri-parsing'

/**
 * Refuses a URI of which MLflow's rules would drop a part without a word, and read another artifact than the one that
 * was meant.
 *
 * @throws MlflowError `INVALID_PARAMETER_VALUE`
 */
export function refuseDroppedPart(uri: string): void {
  const part = droppedUriPart(uri)
  if (part === undefined) return
  const character = part === 'fragment' ? '#' : '?'
  throw new MlflowError(
    `'${character}' starts a ${part} in ${redactUri(uri)}, which names no artifact and would be dropped`,
    {
      code: 'INVALID_PARAMETER_VALUE',
      uri: redactUri(uri),
      hint: `For a name that holds '${character}', give the run and the path apart: { runId, artifactPath }.`,
    },
  )
}
