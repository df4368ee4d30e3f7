/** By their names, segment by segment: `TOKENIZERS_PARALLELISM` holds none. */
const SECRET_NAME =
  /(?:^|_)(?:SECRETS?|TOKENS?|PASSWORDS?|PASSWD|PASS|PASSPHRASE|CREDENTIALS?|KEYS?|APIKEY|COOKIES?|HEADERS|PAT|CONNECTION_STRING)(?:_|$)/i
/** Variables that name a place; people now and then put into them what should be there. */
const PLACE_NAME = /(?:_(?:FILE|PATH|DIR|HOME|BUNDLE|CERT|URI|URL|SOCK)|CREDENTIALS)$/i
const PLACE =
  /^(?:\.{0,2}[\\/]|~|[a-z]:[\\/]|[a-z][\w+.-]*:\/\/)[^\n{]{0,512}$|^[^\n{]{1,512}\.[a-z]\w{1,4}$/i
const NO_SECRET = /^(?:true|false|none|null|yes|no|on|off|auto|\d{1,6})$/i
/** A key that stands where another thing should. */
const KEY_TEXT = /PRIVATE KEY-----|"(?:private_key|client_secret|refresh_token)"/
const SECRET_FIELD = /key|secret|token|password/i
const SHORTEST = 3

/**
 * What environment variables hold that nobody should read in a message: by their names, by what a private key looks like
 * wherever it stands, and the passwords in their URLs; whole, and in the parts that a message may quote.
 */
export function environmentSecrets(
  environment: Readonly<Record<string, string | undefined>>,
): readonly string[] {
  const values = new Set<string>()
  for (const [name, value = ''] of Object.entries(environment)) {
    if (isSecret(name, value)) for (const part of partsOf(value)) values.add(part)
    const [, password = ''] = /^(?:[a-z][\w+.-]*:\/\/)?[^\s:@/]*:([^\s@/]+)@/i.exec(value) ?? []
    values.add(password)
  }
  return [...values].filter((value) => value.length >= SHORTEST && !NO_SECRET.test(value))
}

function isSecret(name: string, value: string): boolean {
  if (KEY_TEXT.test(value)) return true
  return SECRET_NAME.test(name) && !(PLACE_NAME.test(name) && PLACE.test(value))
}

function partsOf(value: string): string[] {
  const trimmed = value.trim()
  // A key is quoted line by line, and with its line ends escaped.
  const lines = trimmed.split(/\r?\n|\\n/).map((line) => line.trim())
  const ofLines = lines.length === 1 ? [] : lines.flatMap((line) => [line, headerValue(line)])
  return [value, trimmed, headerValue(trimmed), ...ofLines.filter(isTelling), ...fieldsOf(trimmed)]
}

/** Neither the frame of a key, nor a piece of JSON such as `"type": "service_account",`. */
function isTelling(line: string): boolean {
  return !line.startsWith('-----') && !/^[{}"]/.test(line)
}

function headerValue(line: string): string {
  return /^[\w-]+\s*:\s*(\S.*)$/.exec(line)?.[1] ?? ''
}

/** The secret fields of a value that is JSON, such as the key of a service account. */
function fieldsOf(text: string): string[] {
  if (!text.startsWith('{')) return []
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    return [...text.matchAll(/"[^"]*(?:key|secret|token|password)[^"]*"\s*:\s*"([^"]*)"/gi)].flatMap(
      ([, field = '']) => partsOf(field),
    )
  }
  return Object.entries(typeof parsed === 'object' && parsed !== null ? parsed : {}).flatMap(
    ([name, field]: [string, unknown]) =>
      typeof field === 'string' && SECRET_FIELD.test(name) ? partsOf(field) : [],
  )
}
