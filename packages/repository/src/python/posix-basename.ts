/** Python's `posixpath.basename`: what stands behind the last `/`; `''` for a path that ends in one. */
export function posixBasename(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}
