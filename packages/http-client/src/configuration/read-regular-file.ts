import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'

// Without O_NONBLOCK, opening a named pipe waits for a writer, for ever.
const READ_FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)
const CHUNK_BYTES = 256 * 1024

/**
 * A file, whole, at the end of the links that lead to it. A pipe or a device is not read: it may have no end.
 *
 * @param maximumBytes - how large it may be, whatever the file system says of its size
 * @throws Error for anything but a file, and for one that is larger; and what the file system says
 */
export async function readRegularFile(path: string, maximumBytes: number): Promise<Buffer> {
  const handle = await open(path, READ_FLAGS)
  try {
    const stats = await handle.stat()
    if (!stats.isFile()) throw new Error('it is no file')
    if (stats.size > maximumBytes) throw tooLarge(maximumBytes)
    return await readToEnd(handle, stats.size, maximumBytes)
  } finally {
    await handle.close()
  }
}

async function readToEnd(handle: FileHandle, size: number, maximumBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let read = 0
  for (let wanted = size + 1; ; wanted = CHUNK_BYTES) {
    const chunk = Buffer.allocUnsafe(Math.min(wanted, maximumBytes - read + 1))
    const { bytesRead } = await handle.read(chunk)
    if (bytesRead === 0) return Buffer.concat(chunks)
    read += bytesRead
    if (read > maximumBytes) throw tooLarge(maximumBytes)
    chunks.push(chunk.subarray(0, bytesRead))
  }
}

function tooLarge(maximumBytes: number): Error {
  return new Error(`it is larger than ${maximumBytes} bytes`)
}
