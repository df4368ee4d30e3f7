import type { ParseResult } from './urlparse.ts'

const SCHEMES_WITH_NETLOC: ReadonlySet<string> = new Set(
  (
    'ftp http gopher nntp telnet imap wais file mms https shttp snews prospero rtsp rtsps rtspu rsync svn svn+ssh ' +
    'sftp nfs git git+ssh ws wss'
  ).split(' '),
)

/**
 * Puts the parts of a URL together again. Python 3.11's `urllib.parse.urlunparse`: a delimiter with nothing behind
 * it is lost, and `file:a` becomes `file:///a`.
 */
export function urlunparse(parts: ParseResult): string {
  const { scheme, netloc, params, query, fragment } = parts
  let url = params === '' ? parts.path : `${parts.path};${params}`
  if (netloc !== '' || (SCHEMES_WITH_NETLOC.has(scheme) && !url.startsWith('//'))) {
    if (url !== '' && !url.startsWith('/')) url = `/${url}`
    url = `//${netloc}${url}`
  }
  if (scheme !== '') url = `${scheme}:${url}`
  if (query !== '') url = `${url}?${query}`
  if (fragment !== '') url = `${url}#${fragment}`
  return url
}
