import { randomBytes } from 'node:crypto'
import { constants } from 'node:fs'
import { chmod, type FileHandle, open, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { IntegrityError } from '@mlflow-artifacts/repository'
import { diskError } from './disk-error.ts'

// A name that is taken, also by a dangling symbolic link, is an error rather than something to write through.
const CREATE_FLAGS = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0)

/**
 * Writes a body beside its target and gives it the final name when it is whole. Until then only the owner can read
 * it, and whatever fails, no partial file stays behind.
 *
 * @param expectedSize - in bytes; `undefined` where nobody said
 * @returns the number of bytes
 * @throws IntegrityError where another number of bytes came than was expected
 */
export async function writeFile(
  target: string,
  body: AsyncIterable<Uint8Array>,
  expectedSize: number | undefined,
  onBytes: (bytes: number, total: number) => void,
): Promise<number> {
  const partial = join(dirname(target), partialName(basename(target)))
  try {
    const size = await writePartial(partial, body, onBytes)
    if (expectedSize !== undefined && size !== expectedSize) {
      throw new IntegrityError(`Expected ${expectedSize} bytes, but received ${size}`, {
        uri: target,
        retryable: true,
      })
    }
    await chmod(partial, 0o666 & ~process.umask())
    await rename(partial, target)
    return size
  } catch (error) {
    await rm(partial, { force: true })
    throw diskError(error, target)
  }
}

async function writePartial(
  partial: string,
  body: AsyncIterable<Uint8Array>,
  onBytes: (bytes: number, total: number) => void,
): Promise<number> {
  let handle: FileHandle | undefined
  let size = 0
  try {
    for await (const chunk of body) {
      handle ??= await open(partial, CREATE_FLAGS, 0o600)
      await writeFully(handle, chunk)
      size += chunk.byteLength
      onBytes(chunk.byteLength, size)
    }
    handle ??= await open(partial, CREATE_FLAGS, 0o600)
  } finally {
    await handle?.close()
  }
  return size
}

async function writeFully(handle: FileHandle, chunk: Uint8Array): Promise<void> {
  let offset = 0
  while (offset < chunk.byteLength) offset += (await handle.write(chunk, offset)).bytesWritten
}

/** Hidden, unique to this attempt, and never longer than the file system allows a name to be. */
function partialName(name: string): string {
  return `.${[...name].slice(0, 48).join('')}.${randomBytes(6).toString('hex')}.part`
}
