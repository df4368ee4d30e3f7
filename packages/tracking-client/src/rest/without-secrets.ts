import { redactUri } from '@mlflow-artifacts/repository'

/** A text of someone else without what may be a secret: a server, or a proxy before it, may repeat what it was sent. */
export function withoutSecrets(text: string): string {
  return text
    .replace(/\bhttps?:\/\/[^\s"'<>\\]+/gi, redactUri)
    .replace(/\b(Basic|Bearer)\s+(?=[a-z.~+/=_-]*[A-Z\d])[\w.~+/=-]{8,}/g, '$1 REDACTED')
}
