import { environmentSecrets } from './environment-secrets.ts'
import { redactUri } from './redact-uri.ts'

/** A JSON Web Token, and what Google calls its tokens and clients' secrets. */
const TOKEN = /(?<![\w-])(?:eyJ[\w-]+\.[\w-]+\.[\w-]*|ya29\.[\w.-]+|1\/\/0[\w-]{20,}|GOCSPX-[\w-]+)/g
/** The beginning of a value that was cut off says too much from this length on. */
const TELLING = 12
const REDACTED = 'REDACTED'

/**
 * A text of somebody else without what looks like a secret: user, password and query of each URL in it, credentials
 * behind `Basic` and `Bearer`, private keys and well-known tokens; and without what environment variables hold of secrets,
 * which SDKs quote. What was sent is better known to who sent it: this is the net below.
 *
 * @param environment - Default: the process's own, which SDKs read
 */
export function redactText(
  text: string,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): string {
  const secrets = environmentSecrets(environment).toSorted((one, other) => other.length - one.length)
  return secrets
    .reduce(withoutValue, text)
    .replace(/-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/gs, REDACTED)
    .replace(/\b[a-z][\w+.-]{0,30}:\/\/[^\s"'<>\\]+/gi, redactUri)
    .replace(TOKEN, REDACTED)
    .replace(/\b(Basic|Bearer)\s+(?=[a-z.~+/=_-]*[A-Z\d])[\w.~+/=-]{8,}/g, `$1 ${REDACTED}`)
}

function withoutValue(text: string, value: string): string {
  const start = value.length > TELLING && !/\s/.test(value) ? value.slice(0, TELLING) : value
  let shown = ''
  let position = 0
  for (let at = text.indexOf(start); at !== -1; at = text.indexOf(start, position)) {
    let end = at + start.length
    while (end - at < value.length && text[end] === value[end - at]) end += 1
    // A short value is a part of many words.
    const isPart = value.length < TELLING && (isLetter(text[at - 1]) || isLetter(text[end]))
    shown += text.slice(position, at) + (isPart ? text.slice(at, end) : REDACTED)
    position = end
  }
  return shown + text.slice(position)
}

function isLetter(character: string | undefined): boolean {
  return character !== undefined && /[A-Za-z0-9]/.test(character)
}
