import { type HttpResponse, MlflowError, redactUri } from '@mlflow-artifacts/repository'
import { type JsonValue, parsePythonJson } from '@mlflow-artifacts/repository/python'
import { heapLeft } from './heap-left.ts'

/** A listing of 500,000 files. It takes 2 seconds and 280 MB at most, however it is made. */
const MAXIMUM_VALUES = 2_000_000

/**
 * What a server answered as JSON; `undefined` where it is no JSON, so that nothing of the text gets into an error.
 *
 * @throws MlflowError `MAX_READ_SIZE_EXCEEDED` for more than 2,000,000 values, or more than there is memory for
 */
export function parseJsonAnswer(text: string, { url }: HttpResponse): JsonValue | undefined {
  try {
    return parsePythonJson(text, { maximumValues: MAXIMUM_VALUES, maximumBytes: heapLeft() })
  } catch (error) {
    if (!MlflowError.isInstance(error)) return undefined
    throw new MlflowError(`The answer is too large. ${error.message}`, {
      code: error.code,
      uri: redactUri(url),
      hint: 'Check what answers there. For a directory of so many files, use the URI of the store behind the server.',
    })
  }
}
