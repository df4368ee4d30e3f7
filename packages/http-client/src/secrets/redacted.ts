import { type HttpResponse, redactText } from '@mlflow-artifacts/repository'

/** A piece of a response for a message, without what was sent and may be secret. */
export function redacted(response: Pick<HttpResponse, 'redact'>, text: string): string {
  return response.redact?.(text) ?? redactText(text)
}
