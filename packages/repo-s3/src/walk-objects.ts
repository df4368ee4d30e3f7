import { listObjects } from './list-objects.ts'
import type { S3Store } from './s3-store.ts'

/** A file, or an empty directory whose key has lost its `/`. */
export interface WalkedObject {
  readonly key: string
  readonly isDir: boolean
  /** `undefined` for a directory. */
  readonly size: number | undefined
}

/**
 * Every object below a prefix, page by page. An empty object whose key ends with `/` stands for a directory, which is
 * given where the keys that follow are not in it.
 */
export async function* walkObjects(
  store: S3Store,
  prefix: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<WalkedObject> {
  let marker: string | undefined
  for await (const { objects } of listObjects(store, { prefix, signal })) {
    for (const { key, size } of objects) {
      if (marker !== undefined && !key.startsWith(marker)) yield directory(marker)
      marker = undefined
      if (size > 0 || !key.endsWith('/')) yield { key, isDir: false, size }
      else if (key !== prefix) marker = key
    }
  }
  if (marker !== undefined) yield directory(marker)
}

function directory(marker: string): WalkedObject {
  return { key: marker.slice(0, -1), isDir: true, size: undefined }
}
