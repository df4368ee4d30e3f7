import { redactUri } from './redact-uri.ts'

/** A JSON Web Token, and what Google calls its tokens and clients' secrets. */
const TOKEN = /(?<![\w-])(?:eyJ[\w-]+\.[\w-]+\.[\w-]*|ya29\.[\w.-]+|1\/\/0[\w-]{20,}|GOCSPX-[\w-]+)/g

/**
 * A text of somebody else without what looks like a secret: user, password and query of each URL in it, credentials
 * behind `Basic` and `Bearer`, and well-known tokens. What was sent is better known to who sent it: this is the net below.
 */
export function redactText(text: string): string {
  return text
    .replace(/\b[a-z][\w+.-]{0,30}:\/\/[^\s"'<>\\]+/gi, redactUri)
    .replace(TOKEN, 'REDACTED')
    .replace(/\b(Basic|Bearer)\s+(?=[a-z.~+/=_-]*[A-Z\d])[\w.~+/=-]{8,}/g, '$1 REDACTED')
}
