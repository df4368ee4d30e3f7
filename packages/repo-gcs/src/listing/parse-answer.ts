import { parseJsonAnswer, readText } from '@mlflow-artifacts/http-client'
import type { HttpResponse } from '@mlflow-artifacts/repository'
import type { JsonValue } from '@mlflow-artifacts/repository/python'
import { notGoogle } from '../not-google.ts'
import { refusedInBody } from '../response-error.ts'

/** An object of a JSON answer. */
export type JsonObject = Readonly<Record<string, JsonValue>>

/**
 * The object in an answer of Google's.
 *
 * @param isExpected - tells it from an object of somebody else's
 * @throws MlflowError where it is something else, as the answer of a gateway before the store; and the refusal that an
 *   answer with status 200 holds
 */
export async function parseAnswer(
  response: HttpResponse,
  isExpected: (answer: JsonObject) => boolean,
): Promise<JsonObject> {
  if (response.status !== 200) throw notGoogle(response)
  const text = await readText(response)
  const answer = parseJsonAnswer(text, response)
  if (!isObject(answer)) throw notGoogle(response)
  if (isObject(answer.error)) throw refusedInBody(response, answer.error.code, text)
  if (isExpected(answer)) return answer
  throw notGoogle(response)
}

export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
