import { redactUri } from '@mlflow-artifacts/repository'
import type { HttpHeaders } from '../http-settings.ts'
import { isImpersonal } from './is-impersonal.ts'

/** Shorter values are no secrets, and may stand in any text. */
const SHORTEST_SECRET = 4

/** What a server said, without what it was sent and may repeat: credentials, custom headers, queries of URLs. */
export function withoutSecrets(text: string, sent: HttpHeaders): string {
  let shown = text.replace(/\bhttps?:\/\/[^\s"'<>\\]+/gi, redactUri)
  for (const [name, value] of Object.entries(sent)) {
    if (isImpersonal(name) || name.startsWith('content-')) continue
    for (const secret of [value, ...partsOf(value)]) {
      if (secret.length >= SHORTEST_SECRET) shown = shown.replaceAll(secret, 'REDACTED')
    }
  }
  return shown
}

/** The credentials behind a scheme such as `Bearer`, and user and password inside those of `Basic`. */
function partsOf(value: string): string[] {
  const [, scheme = '', credentials] = /^(\S+)\s+(.+)$/.exec(value) ?? []
  if (credentials === undefined) return []
  if (scheme.toLowerCase() !== 'basic') return [credentials]
  const userinfo = Buffer.from(credentials, 'base64').toString()
  return [credentials, userinfo, userinfo.slice(userinfo.indexOf(':') + 1)]
}
