/**
 * A tracking or registry URI without credentials, for messages: no user, no password, and no query, which may hold
 * them as well. Plain paths and `file:` URIs hold none.
 */
export function redactUri(uri: string): string {
  // At least two letters: one is the drive of a Windows path.
  const scheme = /^[A-Za-z][A-Za-z0-9+.-]+:(\/\/)?/.exec(uri)?.[0]
  if (scheme === undefined || /^file:/i.test(scheme)) return uri
  // A password may hold `/`, `?` and `@` as they are, so everything up to the last `@` goes; a path of SQLite, which
  // has no users, may hold `@` too.
  const start = /^sqlite\b/i.test(scheme) ? 0 : uri.lastIndexOf('@') + 1
  const rest = uri.slice(Math.max(scheme.length, start))
  return scheme + rest.replace(/\?.*/s, '')
}
