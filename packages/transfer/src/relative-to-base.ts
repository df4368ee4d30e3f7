import { posixNormpath } from '@mlflow-artifacts/repository/python'

/**
 * A path of a repository as seen from a directory of it; `''` where they are the same. Both may be written with
 * `.` segments or doubled slashes that the store leaves out of its listings.
 */
export function relativeToBase(path: string, base: string): string {
  const normalizedBase = normalize(base)
  const normalizedPath = normalize(path)
  if (normalizedBase === '') return normalizedPath
  return normalizedPath === normalizedBase ? '' : normalizedPath.slice(normalizedBase.length + 1)
}

function normalize(path: string): string {
  const normalized = posixNormpath(path)
  return normalized === '.' ? '' : normalized
}
