/** Python's `posixpath.join`: an absolute part discards all before it, an empty last part leaves a trailing `/`. */
export function posixJoin(first: string, ...others: readonly string[]): string {
  let path = first
  for (const other of others) {
    if (other.startsWith('/')) path = other
    else path += path === '' || path.endsWith('/') ? other : `/${other}`
  }
  return path
}
