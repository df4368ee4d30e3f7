/** Python's `posixpath.dirname`: what stands before the last `/`, without trailing slashes unless it is only those. */
export function posixDirname(path: string): string {
  const head = path.slice(0, path.lastIndexOf('/') + 1)
  return head.replace(/([^/])\/+$/, '$1')
}
