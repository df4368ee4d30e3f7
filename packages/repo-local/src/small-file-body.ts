import { crc32 } from 'node:zlib'
import { untilAborted } from '@mlflow-artifacts/repository'
import { assertUnchanged, type OpenedFile } from './assert-unchanged.ts'
import { changedError } from './changed-error.ts'
import { fileSystemError } from './file-system-error.ts'

/**
 * The bytes of a small file from `start` to `end`, in one chunk that is read when it is asked for: a stream would cost more
 * than the file. The file is closed when they have been read, the iterator is left, or the signal is aborted. What was
 * changed meanwhile fails with an `IntegrityError`, retryable.
 */
export class SmallFileBody implements AsyncIterableIterator<Uint8Array> {
  readonly #file: OpenedFile
  readonly #start: number
  readonly #end: number
  readonly #signal: AbortSignal | undefined
  readonly #onAbort = (): void => void this.return().catch(() => undefined)
  #isLeft = false

  constructor(file: OpenedFile, start: number, end: number, signal: AbortSignal | undefined) {
    this.#file = file
    this.#start = start
    this.#end = end
    this.#signal = signal
    // Whoever aborts before the first byte may never come for it.
    signal?.addEventListener('abort', this.#onAbort)
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  async next(): Promise<IteratorResult<Uint8Array, undefined>> {
    if (!this.#leave()) {
      this.#signal?.throwIfAborted()
      return { done: true, value: undefined }
    }
    const { handle, place } = this.#file
    // A file server that hangs must not keep whoever has been aborted: the handle is closed when it answers.
    const reading = this.#read().finally(() => handle.close())
    try {
      return { done: false, value: await untilAborted(reading, this.#signal) }
    } catch (error) {
      this.#signal?.throwIfAborted()
      throw fileSystemError(error, place.path)
    }
  }

  async return(): Promise<IteratorResult<Uint8Array, undefined>> {
    if (this.#leave()) await this.#file.handle.close()
    return { done: true, value: undefined }
  }

  /** `true`: the first who asks, and has to close the file. */
  #leave(): boolean {
    if (this.#isLeft) return false
    this.#isLeft = true
    this.#signal?.removeEventListener('abort', this.#onAbort)
    return true
  }

  async #read(): Promise<Uint8Array> {
    const [start, end] = [this.#start, this.#end]
    const { handle, place, isRecent } = this.#file
    const bytes = Buffer.allocUnsafe(end - start)
    for (let length = 0; length < bytes.byteLength; ) {
      const { bytesRead } = await handle.read(bytes, length, bytes.byteLength - length, start + length)
      if (bytesRead === 0) throw changedError(place, 'was cut short while it was read')
      length += bytesRead
    }
    await assertUnchanged(this.#file, { start, end, checksum: isRecent ? crc32(bytes) : 0 })
    return bytes
  }
}
