import { FilesOnTheWay } from '@mlflow-artifacts/http-client'
import { assertDepth, MlflowError } from '@mlflow-artifacts/repository'
import { compareCodePoints } from '@mlflow-artifacts/repository/python'
import type { JsonApi } from '../json-api.ts'
import { listObjects } from './list-objects.ts'
import type { ListedObject } from './listed-page.ts'

/**
 * All objects below a prefix, page by page; what is in a directory comes in one piece, beginning with the object that
 * stands for it. The listing is flat; where that is refused, it is asked for level by level, as Python always does.
 *
 * @throws MlflowError as `listObjects`, and `INVALID_STATE` where directories are nested without end
 */
export async function* allObjects(
  api: JsonApi,
  prefix: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<readonly ListedObject[]> {
  let hasBegun = false
  try {
    for await (const { objects } of listObjects(api, { prefix }, signal)) {
      hasBegun = true
      yield objects
    }
  } catch (error) {
    if (hasBegun || !MlflowError.isInstance(error) || error.code !== 'PERMISSION_DENIED') throw error
    yield* byLevels(api, prefix, signal)
  }
}

async function* byLevels(
  api: JsonApi,
  prefix: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<readonly ListedObject[]> {
  // The next one last.
  const waiting = [{ prefix, depth: 0, isBesideFile: false }]
  for (let level = waiting.pop(); level !== undefined; level = waiting.pop()) {
    const { prefix: above, depth, isBesideFile } = level
    assertDepth(depth, above, api.origin)
    const beside = new FilesOnTheWay()
    const below = new Map<string, boolean>()
    for await (const { objects, prefixes } of listObjects(api, { prefix: above, delimiter: '/' }, signal)) {
      // Who reads this no longer knows which files came before.
      yield isBesideFile ? objects.filter(({ name, size }) => name !== above || size !== 0) : objects
      const directories = new Set(prefixes)
      for (const name of [...objects.map((object) => object.name), ...prefixes].sort(compareCodePoints)) {
        if (!directories.has(name)) beside.add(name)
        else if (name !== above) below.set(name, below.get(name) ?? beside.isBeside(name))
      }
    }
    for (const [name, is] of [...below].reverse()) {
      waiting.push({ prefix: name, depth: depth + 1, isBesideFile: is })
    }
  }
}
