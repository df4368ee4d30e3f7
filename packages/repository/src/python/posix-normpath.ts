/**
 * Python 3.11's `posixpath.normpath`: removes empty and `.` segments and lets `..` take its predecessor away. Two
 * leading slashes stay, three or more are one; `''` is `.`.
 */
export function posixNormpath(path: string): string {
  if (!/(?:^|\/)\.{0,2}(?:\/|$)/.test(path)) return path
  const root = /^(?:\/\/(?!\/)|\/)?/.exec(path)?.[0] ?? ''
  const segments: string[] = []
  for (const segment of path.split('/')) {
    if (segment === '' || segment === '.') continue
    if (segment !== '..') segments.push(segment)
    else if (segments.length > 0 && segments.at(-1) !== '..') segments.pop()
    else if (root === '') segments.push(segment)
  }
  return root + segments.join('/') || '.'
}
