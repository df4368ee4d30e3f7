import { heapLeft } from '@mlflow-artifacts/http-client'
import { MlflowError } from '@mlflow-artifacts/repository'
import { type JsonValue, parsePythonJson } from '@mlflow-artifacts/repository/python'
import type { CallSettings } from '../session/call-session.ts'
import type { ArtifactSource } from '../source/artifact-source.ts'
import { loadText } from './load-text.ts'
import { nameOfSource } from './name-of-source.ts'
import { tooLarge } from './too-large.ts'

/** Python's `mlflow.artifacts.load_dict`: any JSON value, and what Python writes that is no JSON (`NaN`, `Infinity`). */
export async function loadDict(source: ArtifactSource, settings: CallSettings): Promise<JsonValue> {
  const text = await loadText(source, settings)
  try {
    return parsePythonJson(text, { maximumBytes: heapLeft() })
  } catch (cause) {
    if (MlflowError.isInstance(cause)) throw tooLarge(`${cause.message}.`, nameOfSource(source))
    throw new MlflowError('Unable to form a JSON object from file content', {
      code: 'BAD_REQUEST',
      uri: nameOfSource(source),
      hint: 'It is no JSON, from its first to its last byte: read it by loadText to see what it is.',
      cause,
    })
  }
}
