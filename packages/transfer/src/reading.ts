import { type ArtifactContent, IntegrityError, type MlflowError } from '@mlflow-artifacts/repository'
import { agreedSize } from './agreed-size.ts'
import { checkedContent } from './checked-content.ts'
import { bytesChecksum } from './checksum/bytes-checksum.ts'
import { chosenChecksum, type VerifyMode } from './checksum/chosen-checksum.ts'
import { discard } from './discard.ts'
import type { FileOrigin } from './file-transfer.ts'
import { GrowingBytes } from './growing-bytes.ts'
import type { Identity } from './identity.ts'
import { openRange } from './part/open-range.ts'
import { RateGuard } from './part/rate-guard.ts'
import { verificationOf } from './verification.ts'

/** How much may be read into memory. */
export interface MemoryLimit {
  readonly maximumBytes: number
  /** The error of more: `MAX_READ_SIZE_EXCEEDED`. */
  tooLarge(cause?: unknown): MlflowError
}

/** What the first answer says; only with a size and a validator can a broken one be gone on with. */
type Known = Partial<Pick<Identity, 'size' | 'validator' | 'checksum'>>

/** One content of a file on its way into memory. */
export class Reading {
  readonly #file: FileOrigin
  readonly #verify: VerifyMode
  readonly #limit: MemoryLimit
  #known: Known = {}
  #bytes = new GrowingBytes(0, 0)

  constructor(file: FileOrigin, verify: VerifyMode, limit: MemoryLimit) {
    this.#file = file
    this.#verify = verify
    this.#limit = limit
  }

  /** Bytes that no later answer has to bring again. */
  get progress(): number {
    return this.#canGoOn() === undefined ? 0 : this.#bytes.filled
  }

  /**
   * Asks for what is missing, or for all of it anew, and reads it.
   *
   * @param answered - is called when the answer has begun
   */
  async goOn(answered: () => void): Promise<void> {
    const identity = this.#canGoOn()
    const start = identity === undefined ? 0 : this.#bytes.filled
    if (identity !== undefined && start === identity.size) return
    const content =
      identity === undefined
        ? await this.#begin()
        : await openRange(this.#file, identity, start, identity.size)
    answered()
    await this.#fill(checkedContent(content, this.#verify, this.#known.checksum))
  }

  /** @throws WrongChecksum where the bytes are not those that the store took its checksum of */
  async verified(): Promise<Buffer> {
    const { checksum } = this.#known
    const bytes = this.#bytes.taken()
    const actual = checksum && (await bytesChecksum(bytes, checksum, this.#file.signal))
    await verificationOf(checksum, actual, this.#file.signal)
    return bytes
  }

  async #begin(): Promise<ArtifactContent> {
    const { repository, info, signal } = this.#file
    const content = await repository.open(info.path, { signal })
    try {
      const size = await agreedSize(this.#file, content)
      if ((size ?? 0) > this.#limit.maximumBytes) throw this.#limit.tooLarge()
      this.#bytes = this.#room(size)
      this.#known = {
        ...(size !== undefined && { size }),
        ...(content.validator !== undefined && { validator: content.validator }),
        checksum: chosenChecksum(content.checksums, this.#verify),
      }
      return content
    } catch (error) {
      await discard(content.body)
      throw error
    }
  }

  #room(size: number | undefined): GrowingBytes {
    try {
      return new GrowingBytes(size, this.#limit.maximumBytes)
    } catch (cause) {
      throw this.#limit.tooLarge(cause)
    }
  }

  async #fill({ body, recycle }: ArtifactContent): Promise<void> {
    const { uri } = this.#file
    const { size } = this.#known
    const guard = new RateGuard(uri)
    for await (const chunk of body) {
      guard.received(chunk.byteLength)
      if (size !== undefined && this.#bytes.filled + chunk.byteLength > size) {
        // Whatever came before may be wrong, too.
        this.#known = {}
        throw new IntegrityError(`Expected ${size} bytes, but received more`, { uri, retryable: true })
      }
      if (!this.#bytes.add(chunk)) throw this.#limit.tooLarge()
      recycle?.(chunk)
    }
    const { filled } = this.#bytes
    if (size !== undefined && filled !== size)
      throw new IntegrityError(`Expected ${size} bytes, but received ${filled}`, { uri, retryable: true })
  }

  #canGoOn(): Identity | undefined {
    const { size, validator, checksum } = this.#known
    return size === undefined || validator === undefined ? undefined : { size, validator, checksum }
  }
}
