import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { Readable } from 'node:stream'
import {
  type ArtifactContent,
  IntegrityError,
  MlflowError,
  type OpenOptions,
} from '@mlflow-artifacts/repository'
import { fileBody } from './file-body.ts'
import { fileSystemError } from './file-system-error.ts'
import type { Place } from './root-directory.ts'

// Without O_NONBLOCK, opening a named pipe waits for a writer, for ever.
const READ_FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)

/** Starts reading a file, whole or a range. The descriptor is closed when the body is read to its end or destroyed. */
export async function openFile(
  place: Place,
  { range, ifMatch, signal }: OpenOptions,
): Promise<ArtifactContent> {
  const handle = await open(place.absolutePath, READ_FLAGS).catch((cause: unknown) => {
    throw fileSystemError(cause, place.path)
  })
  try {
    const stats = await handle.stat({ bigint: true })
    if (!stats.isFile()) throw notAFile(place, stats.isDirectory())
    const size = Number(stats.size)
    const validator = `${stats.ino}-${stats.size}-${stats.mtimeNs}`
    if (ifMatch !== undefined && ifMatch !== validator) {
      throw new IntegrityError(`'${place.path}' has changed since it was first read`, {
        uri: place.absolutePath,
      })
    }
    const start = range?.start ?? 0
    const end = Math.min(range?.end ?? size, size)
    if (start > size) throw behindTheEnd(place, start, size)
    signal?.throwIfAborted()
    const content = start < end ? fileBody(handle, start, end, signal) : await emptyBody(handle)
    const sent = range === undefined ? undefined : { start, end }
    return { ...content, size, range: sent, validator, checksums: [], contentType: undefined }
  } catch (error) {
    await handle.close()
    throw error
  }
}

async function emptyBody(handle: FileHandle): Promise<Pick<ArtifactContent, 'body'>> {
  await handle.close()
  return { body: Readable.from([]) }
}

function notAFile({ path, absolutePath }: Place, isDirectory: boolean): MlflowError {
  return new MlflowError(
    isDirectory
      ? `Artifact path refers to a directory, not a file: '${path}'`
      : `Artifact path refers to neither a file nor a directory: '${path}'`,
    { code: 'INVALID_PARAMETER_VALUE', uri: absolutePath },
  )
}

function behindTheEnd({ path, absolutePath }: Place, start: number, size: number): MlflowError {
  return new MlflowError(`The range starts at byte ${start}, but '${path}' has ${size} bytes`, {
    code: 'INVALID_PARAMETER_VALUE',
    uri: absolutePath,
  })
}
