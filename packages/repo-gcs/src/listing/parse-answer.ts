import { parseJsonAnswer, readText } from '@mlflow-artifacts/http-client'
import type { HttpResponse } from '@mlflow-artifacts/repository'
import type { JsonValue } from '@mlflow-artifacts/repository/python'
import { notGoogle } from '../not-google.ts'

/** An object of a JSON answer. */
export type JsonObject = Readonly<Record<string, JsonValue>>

/** @throws MlflowError where the answer is no JSON object, as that of a gateway before the store */
export async function parseAnswer(response: HttpResponse): Promise<JsonObject> {
  const answer = parseJsonAnswer(await readText(response), response)
  if (isObject(answer)) return answer
  throw notGoogle(response)
}

export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
