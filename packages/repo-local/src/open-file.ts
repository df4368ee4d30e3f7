import { type BigIntStats, constants, fstatSync, type Stats, statSync } from 'node:fs'
import { type FileHandle, open, stat } from 'node:fs/promises'
import { Readable } from 'node:stream'
import {
  type ArtifactContent,
  IntegrityError,
  MlflowError,
  type OpenOptions,
  type QuickCalls,
} from '@mlflow-artifacts/repository'
import type { OpenedFile } from './assert-unchanged.ts'
import { changedError } from './changed-error.ts'
import { contentValidator } from './content-validator.ts'
import { fileBody } from './file-body.ts'
import { fileSystemError } from './file-system-error.ts'
import { millisecondsSinceChange } from './milliseconds-since-change.ts'
import { notAFile } from './not-a-file.ts'
import type { Place } from './root-directory.ts'
import { settledStats } from './settled-stats.ts'
import { SmallFileBody } from './small-file-body.ts'

// Without O_NONBLOCK, opening a named pipe waits for a writer, for ever.
const READ_FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)

/**
 * Linux sends to the disk within 35 seconds what was written through a mapping into memory, and dates it again after that;
 * and no single write takes longer.
 */
const RECENT_MS = 60_000

/** Read at once. */
const SMALL_BYTES = 64 * 1024

/** Starts reading a file, whole or a range. The descriptor is closed when the body is read to its end or destroyed. */
export async function openFile(
  place: Place,
  calls: QuickCalls,
  { range, ifMatch, signal }: OpenOptions,
): Promise<ArtifactContent> {
  const handle = await openForReading(place, calls)
  try {
    // Of a file that was just opened, the kernel waits for no disk to say it; a trip to a thread costs more.
    const stats = await settledStats(() => fstatSync(handle.fd, { bigint: true }), signal)
    if (stats === undefined) throw changedError(place, 'changes all the time')
    assertFile(place, stats)
    const size = Number(stats.size)
    const validator = contentValidator(stats)
    if (ifMatch !== undefined && ifMatch !== validator) {
      throw new IntegrityError(`'${place.path}' has changed since it was first read`, {
        uri: place.absolutePath,
      })
    }
    const start = range?.start ?? 0
    const end = Math.min(range?.end ?? size, size)
    if (start > size) throw behindTheEnd(place, start, size)
    signal?.throwIfAborted()
    const file = { handle, place, calls, validator, isRecent: millisecondsSinceChange(stats) < RECENT_MS }
    const content = await bodyOf(file, start, end, signal)
    const sent = range === undefined ? undefined : { start, end }
    return { ...content, size, range: sent, validator, checksums: [], contentType: undefined }
  } catch (error) {
    await handle.close()
    throw error
  }
}

async function openForReading(place: Place, calls: QuickCalls): Promise<FileHandle> {
  try {
    const { absolutePath } = place
    const stats = await calls.make(
      () => statSync(absolutePath),
      () => stat(absolutePath),
    )
    // To open a pipe frees whoever waits to write into it, and to open a device may do anything.
    assertFile(place, stats)
    return await open(place.absolutePath, READ_FLAGS)
  } catch (cause) {
    throw fileSystemError(cause, place.path)
  }
}

function assertFile(place: Place, stats: Stats | BigIntStats): void {
  if (!stats.isFile()) throw notAFile(place, stats.isDirectory())
}

type Body = Pick<ArtifactContent, 'body' | 'recycle'>

async function bodyOf(file: OpenedFile, start: number, end: number, signal?: AbortSignal): Promise<Body> {
  if (start >= end) {
    await file.handle.close()
    return { body: Readable.from([]) }
  }
  const isSmall = end - start <= SMALL_BYTES
  return isSmall ? { body: new SmallFileBody(file, start, end, signal) } : fileBody(file, start, end, signal)
}

function behindTheEnd({ path, absolutePath }: Place, start: number, size: number): MlflowError {
  return new MlflowError(`The range starts at byte ${start}, but '${path}' has ${size} bytes`, {
    code: 'INVALID_PARAMETER_VALUE',
    uri: absolutePath,
  })
}
