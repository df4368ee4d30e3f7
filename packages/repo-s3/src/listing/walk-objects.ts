import { FilesOnTheWay } from '@mlflow-artifacts/http-client'
import { assertDepth } from '@mlflow-artifacts/repository'
import { compareCodePoints } from '@mlflow-artifacts/repository/python'
import { S3Failure } from '../failure/s3-failure.ts'
import type { S3Store } from '../s3-store.ts'
import { listObjects } from './list-objects.ts'
import type { ListedObject } from './read-page.ts'

/** A file, or an empty directory whose key has lost its `/`. */
export interface WalkedObject {
  readonly key: string
  readonly isDir: boolean
  /** `undefined` for a directory, and where the store does not say. */
  readonly size: number | undefined
}

/**
 * Every object below a prefix, page by page. An empty object whose key ends with `/` stands for a directory, which is
 * given where the keys that follow are not in it, unless there is an object of its name without the slash. Where a policy
 * refuses to list without a delimiter, directory by directory.
 *
 * @throws MlflowError `INVALID_STATE` where directories are nested without end; and what the store refuses
 */
export async function* walkObjects(
  store: S3Store,
  prefix: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<WalkedObject> {
  let hasBegun = false
  try {
    for await (const found of walkFlat(store, prefix, signal)) {
      hasBegun = true
      yield found
    }
  } catch (error) {
    if (hasBegun || !(error instanceof S3Failure) || error.status !== 403) throw error
    yield* walkLevels(store, prefix, signal)
  }
}

async function* walkFlat(
  store: S3Store,
  prefix: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<WalkedObject> {
  const files = new FilesOnTheWay()
  let marker: string | undefined
  for await (const { objects } of listObjects(store, { prefix, signal })) {
    for (const object of objects) {
      const { key, size } = object
      if (marker !== undefined && !key.startsWith(marker)) yield directory(marker)
      marker = undefined
      if (!isMarker(object)) {
        files.add(key)
        yield { key, isDir: false, size }
      } else if (key !== prefix && !files.isBeside(key)) {
        marker = key
      }
    }
  }
  if (marker !== undefined) yield directory(marker)
}

async function* walkLevels(
  store: S3Store,
  root: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<WalkedObject> {
  const waiting = [{ prefix: root, depth: 0, isBesideFile: true }]
  for (let level = waiting.pop(); level !== undefined; level = waiting.pop()) {
    const { prefix, depth, isBesideFile } = level
    assertDepth(depth, prefix, `s3://${store.bucket}`)
    const beside = new FilesOnTheWay()
    let isEmpty = true
    for await (const { objects, prefixes } of listObjects(store, { prefix, delimiter: '/', signal })) {
      const files = objects.filter((object) => !isMarker(object))
      isEmpty &&= files.length === 0 && prefixes.length === 0
      const below = new Set(prefixes)
      for (const name of [...files.map(({ key }) => key), ...prefixes].sort(compareCodePoints)) {
        if (below.has(name))
          waiting.push({ prefix: name, depth: depth + 1, isBesideFile: beside.isBeside(name) })
        else beside.add(name)
      }
      for (const { key, size } of files) yield { key, isDir: false, size }
    }
    if (isEmpty && !isBesideFile) yield directory(prefix)
  }
}

/** Whether an object stands for a directory. */
export function isMarker({ key, size }: ListedObject): boolean {
  return size === 0 && key.endsWith('/')
}

function directory(marker: string): WalkedObject {
  return { key: marker.slice(0, -1), isDir: true, size: undefined }
}
