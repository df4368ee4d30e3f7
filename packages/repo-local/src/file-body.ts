import { Readable } from 'node:stream'
import { crc32 } from 'node:zlib'
import { type ArtifactContent, destroyOnAbort } from '@mlflow-artifacts/repository'
import { assertUnchanged, type OpenedFile } from './assert-unchanged.ts'
import { changedError } from './changed-error.ts'
import { fileSystemError } from './file-system-error.ts'

/** Bytes read at once: large enough that a copy is limited by the disk, small enough to abort at once. */
const CHUNK_BYTES = 512 * 1024

/**
 * The bytes of a file from `start` to `end`, read into memory that is used again where the receiver gives it back. The
 * file is closed when they are read to their end or destroyed. The last of them come only when it is certain that the
 * file was not changed meanwhile; otherwise the body fails with an `IntegrityError`, retryable.
 */
export function fileBody(
  file: OpenedFile,
  start: number,
  end: number,
  signal: AbortSignal | undefined,
): Pick<ArtifactContent, 'body' | 'recycle'> {
  const { handle, place, isRecent } = file
  const free: Buffer[] = []
  /** Weak, as nobody has to give anything back. */
  const lent = new WeakSet<ArrayBufferLike>()
  let position = start
  let checksum = 0

  async function readNext(): Promise<void> {
    const room = free.pop() ?? Buffer.allocUnsafeSlow(Math.min(CHUNK_BYTES, end - start))
    const { bytesRead } = await handle.read(room, 0, Math.min(room.byteLength, end - position), position)
    const bytes = room.subarray(0, bytesRead)
    position += bytesRead
    if (isRecent) checksum = crc32(bytes, checksum)
    if (bytesRead === 0) throw changedError(place, 'was cut short while it was read')
    const isLast = position === end
    if (isLast) await assertUnchanged(file, { start, end, checksum })
    lent.add(room.buffer)
    body.push(bytes)
    if (isLast) body.push(null)
  }

  const body = new Readable({
    highWaterMark: CHUNK_BYTES,
    read() {
      readNext().catch((error: unknown) => body.destroy(fileSystemError(error, place.path)))
    },
    destroy(error, callback) {
      handle.close().then(() => callback(error), callback)
    },
  })
  // A failure before anybody reads is kept for the reader; without a listener it would end the process.
  body.on('error', () => undefined)
  if (signal !== undefined) destroyOnAbort(body, signal)

  return {
    body,
    recycle({ buffer }) {
      if (lent.delete(buffer)) free.push(Buffer.from(buffer))
    },
  }
}
