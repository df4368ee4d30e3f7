import { type FileInfo, UnsafePathError } from '@mlflow-artifacts/repository'

/**
 * A listed entry, if it lies below the directory that was listed and its name is one that a path can have. A file without
 * a name is content that a store holds under that of the root, with a slash.
 *
 * @throws UnsafePathError naming the entry: a store, or whoever answers for it, tried to lead the client elsewhere
 */
export function safeEntry(entry: FileInfo, directory: string, uri: string): FileInfo {
  const segments = entry.path.split('/')
  const isBelow = directory === '' || entry.path.startsWith(`${directory}/`)
  if (
    !isBelow ||
    (entry.path === '' && entry.isDir) ||
    entry.path.startsWith('/') ||
    entry.path.includes('\0') ||
    segments.includes('..')
  ) {
    throw new UnsafePathError(
      `Invalid path: the store listed ${JSON.stringify(entry.path)} in '${directory}'`,
      {
        path: entry.path,
        uri,
      },
    )
  }
  return entry
}
