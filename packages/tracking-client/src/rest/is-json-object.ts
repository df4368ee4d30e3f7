import type { JsonValue } from '@mlflow-artifacts/repository/python'

/** Whether what JSON said is an object: neither an array nor `null`. */
export function isJsonObject(value: JsonValue | undefined): value is { readonly [key: string]: JsonValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
