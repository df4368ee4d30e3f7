import { fstatSync, readSync } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import { crc32 } from 'node:zlib'
import type { QuickCalls } from '@mlflow-artifacts/repository'
import { changedError } from './changed-error.ts'
import { contentValidator } from './content-validator.ts'
import type { Place } from './root-directory.ts'

const BLOCK_BYTES = 512 * 1024

/** An open file, and what it was before its first byte was read. */
export interface OpenedFile {
  readonly handle: FileHandle
  readonly place: Place
  readonly calls: QuickCalls
  readonly validator: string
  /**
   * Changed so recently that somebody may still be at it, without a further sign: one long write is dated when it begins,
   * and what is written through a mapping into memory is dated again only after it went to the disk.
   */
  readonly isRecent: boolean
}

/** What was read of a file, and a CRC-32 of it. */
export interface BytesRead {
  readonly start: number
  /** Exclusive. */
  readonly end: number
  readonly checksum: number
}

/**
 * Makes sure that bytes which were read one after the other are those that the file had at one moment.
 *
 * @param bytes - what was read; of a recent file it is read again, and was all there in between if it still is the same
 * @throws IntegrityError, retryable, where the file was changed meanwhile
 */
export async function assertUnchanged(file: OpenedFile, bytes: BytesRead): Promise<void> {
  const { handle, place, calls, validator, isRecent } = file
  const isSame = !isRecent || (await checksumOf(file, bytes)) === bytes.checksum
  const stats = await calls.make(
    () => fstatSync(handle.fd, { bigint: true }),
    () => handle.stat({ bigint: true }),
  )
  if (!isSame || contentValidator(stats) !== validator)
    throw changedError(place, 'was changed while it was read')
}

async function checksumOf(
  { handle, calls }: OpenedFile,
  { start, end }: BytesRead,
): Promise<number | undefined> {
  const block = Buffer.allocUnsafe(Math.min(BLOCK_BYTES, end - start))
  let checksum = 0
  for (let position = start; position < end; ) {
    const length = Math.min(block.byteLength, end - position)
    const bytesRead = await calls.make(
      () => readSync(handle.fd, block, 0, length, position),
      async () => (await handle.read(block, 0, length, position)).bytesRead,
    )
    if (bytesRead === 0) return undefined
    checksum = crc32(block.subarray(0, bytesRead), checksum)
    position += bytesRead
  }
  return checksum
}
