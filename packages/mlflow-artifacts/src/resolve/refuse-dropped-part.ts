import { MlflowError } from '@mlflow-artifacts/repository'
import { droppedUriPart, isModelsUri, redactUri } from '@mlflow-artifacts/uri-parsing'
import { sourceOfPage } from '../source/source-hint.ts'

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
      hint: sourceOfPage(uri) ?? hintFor(uri, character),
    },
  )
}

function hintFor(uri: string, character: string): string {
  if (!isModelsUri(uri))
    return `For a name that holds '${character}', give the run and the path apart: { runId, artifactPath }.`
  const before = uri.slice(0, uri.indexOf(character))
  return (
    `In models: nothing may follow '${character}': write ${redactUri(before)}. A file whose name holds '${character}' is ` +
    'downloaded with its directory, and a model of such a name by the id that it was logged with: models:/m-….'
  )
}
