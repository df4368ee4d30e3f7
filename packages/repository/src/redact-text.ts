import { redactUri } from './redact-uri.ts'

/**
 * A text of somebody else without what looks like a secret: user, password and query of each URL in it, and credentials
 * behind `Basic` and `Bearer`. What was sent is better known to who sent it: this is the net below.
 */
export function redactText(text: string): string {
  return text
    .replace(/\b[a-z][\w+.-]{0,30}:\/\/[^\s"'<>\\]+/gi, redactUri)
    .replace(/\b(Basic|Bearer)\s+(?=[a-z.~+/=_-]*[A-Z\d])[\w.~+/=-]{8,}/g, '$1 REDACTED')
}
