import type { FileHandle } from 'node:fs/promises'
import { Readable } from 'node:stream'
import type { ArtifactContent } from '@mlflow-artifacts/repository'

/** Bytes read at once: large enough that a copy is limited by the disk, small enough to abort at once. */
const CHUNK_BYTES = 512 * 1024

/**
 * The bytes of a file from `start` to `end`, read into memory that is used again where the receiver gives it back. The
 * file is closed when they are read to their end or destroyed.
 */
export function fileBody(
  handle: FileHandle,
  start: number,
  end: number,
  signal: AbortSignal | undefined,
): Pick<ArtifactContent, 'body' | 'recycle'> {
  const free: Buffer[] = []
  /** Weak, as nobody has to give anything back. */
  const lent = new WeakSet<ArrayBufferLike>()
  let position = start

  async function readNext(): Promise<void> {
    const room = free.pop() ?? Buffer.allocUnsafeSlow(Math.min(CHUNK_BYTES, end - start))
    const { bytesRead } = await handle.read(room, 0, Math.min(room.byteLength, end - position), position)
    position += bytesRead
    if (bytesRead > 0) {
      lent.add(room.buffer)
      body.push(room.subarray(0, bytesRead))
    }
    // A file that was cut short meanwhile ends early, which the receiver sees.
    if (bytesRead === 0 || position === end) body.push(null)
  }

  const body = new Readable({
    highWaterMark: CHUNK_BYTES,
    ...(signal && { signal }),
    read() {
      readNext().catch((error: unknown) =>
        body.destroy(error instanceof Error ? error : new Error(String(error))),
      )
    },
    destroy(error, callback) {
      handle.close().then(() => callback(error), callback)
    },
  })
  // A failure before anybody reads is kept for the reader; without a listener it would end the process.
  body.on('error', () => undefined)

  return {
    body,
    recycle({ buffer }) {
      if (lent.delete(buffer)) free.push(Buffer.from(buffer))
    },
  }
}
