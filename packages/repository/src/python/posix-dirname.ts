/** Python's `posixpath.dirname`: what stands before the last `/`, without trailing slashes unless it is only those. */
export function posixDirname(path: string): string {
  const last = path.lastIndexOf('/')
  let end = last
  while (end > 0 && path[end - 1] === '/') end -= 1
  return path.slice(0, end > 0 ? end : last + 1)
}
