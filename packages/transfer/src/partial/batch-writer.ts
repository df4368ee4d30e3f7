import type { PartialFile } from './partial-file.ts'

/** Larger batches miss the processor's cache, smaller ones cost system calls. */
const BATCH_BYTES = 1024 * 1024

/** Gathers the chunks of one stream into large writes, one of which is under way while the next is gathered. */
export class BatchWriter {
  readonly #file: Pick<PartialFile, 'write'>
  readonly #written: (buffers: readonly Uint8Array[]) => void
  #position: number
  #batch: Uint8Array[] = []
  #afterwards: (() => void)[] = []
  #batchBytes = 0
  #writing: Promise<void> = Promise.resolve()

  /** @param written - is told of bytes once they are in the file, in order */
  constructor(
    file: Pick<PartialFile, 'write'>,
    position: number,
    written: (buffers: readonly Uint8Array[]) => void,
  ) {
    this.#file = file
    this.#position = position
    this.#written = written
  }

  /** @param afterwards - is called when the chunk is in the file, unless that fails */
  async add(chunk: Uint8Array, afterwards?: () => void): Promise<void> {
    this.#batch.push(chunk)
    if (afterwards !== undefined) this.#afterwards.push(afterwards)
    this.#batchBytes += chunk.byteLength
    if (this.#batchBytes >= BATCH_BYTES) await this.#start()
  }

  /** Writes what is left, and waits for it. */
  async flush(): Promise<void> {
    if (this.#batch.length > 0) await this.#start()
    await this.#writing
  }

  async #start(): Promise<void> {
    await this.#writing
    const batch = this.#batch
    const afterwards = this.#afterwards
    const position = this.#position
    this.#position += this.#batchBytes
    this.#batch = []
    this.#afterwards = []
    this.#batchBytes = 0
    this.#writing = this.#file.write(batch, position).then(() => {
      this.#written(batch)
      for (const call of afterwards) call()
    })
    // Whoever waits for it next sees the failure.
    this.#writing.catch(() => undefined)
  }
}
