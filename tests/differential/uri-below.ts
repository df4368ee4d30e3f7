/** The URI of a path below another URI. A `file:` URI has escapes; in all others names are literal. */
export function uriBelow(uri: string, path: string): string {
  if (path === '' || path === '/') return uri + path
  return `${uri}/${uri.startsWith('file:') ? path.replace(/[%#?]/g, encodeURIComponent) : path}`
}
