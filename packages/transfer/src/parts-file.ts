import { createHash } from 'node:crypto'
import { basename, dirname, join } from 'node:path'
import { type ArtifactContent, MlflowError } from '@mlflow-artifacts/repository'
import { withRetries } from './budget/with-retries.ts'
import { chosenChecksum, partSizeFor } from './checksum/chosen-checksum.ts'
import { createPartHasher } from './checksum/part-checksum.ts'
import { wholeChecksum } from './checksum/whole-checksum.ts'
import { discard } from './discard.ts'
import type { Finished, Verification } from './download-progress.ts'
import type { FileTransfer } from './file-transfer.ts'
import type { Identity } from './identity.ts'
import { downloadParts } from './part/download-parts.ts'
import { ContentChanged, openRange, RangeIgnored } from './part/open-range.ts'
import type { Part } from './part/part.ts'
import { PartMap } from './part/part-map.ts'
import type { Manifest } from './partial/manifest.ts'
import { ownerTag } from './partial/owner-tag.ts'
import { partialName } from './partial/partial-name.ts'
import { ResumableFile } from './partial/resumable-file.ts'
import { WrongChecksum } from './wrong-checksum.ts'

/** A file that is downloaded part by part, and that another process can go on with. */
export class PartsFile {
  readonly #transfer: FileTransfer
  readonly #identity: Identity
  readonly #parts: PartMap
  readonly #resumable: ResumableFile

  private constructor(transfer: FileTransfer, identity: Identity, parts: PartMap, resumable: ResumableFile) {
    this.#transfer = transfer
    this.#identity = identity
    this.#parts = parts
    this.#resumable = resumable
    resumable.track(parts, identity.validator, identity.checksum)
  }

  /** What an earlier process left; `undefined`: nothing that could be used. */
  static async left(transfer: FileTransfer): Promise<PartsFile | undefined> {
    if (!transfer.settings.resume) return undefined
    const resumable = await ResumableFile.reopen(resumablePath(transfer), keyOf(transfer))
    if (resumable === undefined) return undefined
    if (resumable.left === undefined) {
      await resumable.discard()
      return undefined
    }
    const { manifest, parts } = resumable.left
    transfer.meter.wrote(parts.written)
    return new PartsFile(transfer, identityOf(manifest), parts, resumable)
  }

  /** A new file for an answer that has begun. */
  static async begin(
    transfer: FileTransfer,
    first: ArtifactContent,
    size: number,
    validator: string,
  ): Promise<PartsFile> {
    const { settings, target } = transfer
    const checksum = chosenChecksum(first.checksums, settings.verify)
    const parts = new PartMap(size, partSizeFor(checksum, size, settings.partSize))
    const resumable =
      (settings.resume ? await ResumableFile.open(resumablePath(transfer), keyOf(transfer)) : undefined) ??
      (await ResumableFile.createUnique(join(dirname(target), partialName(basename(target), ownerTag()))))
    await resumable.file.handle.truncate(size).catch(async (error: unknown) => {
      await resumable.discard()
      throw error
    })
    return new PartsFile(transfer, { size, validator, checksum }, parts, resumable)
  }

  /**
   * Fetches what is missing, checks the whole, and gives it its final name.
   *
   * @param leave - gives back the place that this download has in the budget of the origin
   * @param begun - an answer from the first byte on
   */
  async download(leave: () => void, begun?: ArtifactContent): Promise<Finished> {
    try {
      await this.#fetch(leave, begun)
      const verified = await this.#verify()
      await this.#resumable.commit(this.#transfer.target, this.#transfer.settings.durable)
      return { bytes: this.#identity.size, verified, kept: false }
    } catch (error) {
      if (isWorthKeeping(error)) {
        await this.#resumable.keep()
      } else {
        this.#transfer.meter.wrote(-this.#parts.written)
        await this.#resumable.discard()
      }
      throw error
    }
  }

  async #fetch(leave: () => void, begun: ArtifactContent | undefined): Promise<void> {
    const { settings, host, signal } = this.#transfer
    const { size, checksum } = this.#identity
    // Of a complete file, the last byte says whether it still is the artifact.
    const missing = this.#parts.firstMissing
    const [start, end] = missing === undefined ? [size - 1, size] : [missing.position, missing.end]
    const first =
      begun ??
      (await withRetries(
        () => openRange(this.#transfer, this.#identity, start, end),
        () => 0,
        { host, signal, attempts: settings.attempts, baseMs: settings.retryBaseMs },
      ))
    if (this.#parts.isComplete) {
      await discard(first.body)
      return
    }
    const filling = {
      parts: this.#parts,
      file: this.#resumable.file,
      uri: this.#transfer.uri,
      createHasher: () => checksum && createPartHasher(checksum.algorithm),
      onWritten: (bytes: number, part: Part) => {
        this.#transfer.meter.wrote(bytes)
        this.#resumable.advance(bytes, part)
      },
      remembered: () => this.#resumable.remembered(),
    }
    await downloadParts({ transfer: this.#transfer, identity: this.#identity, filling }, first, leave)
  }

  async #verify(): Promise<Verification> {
    if (!this.#parts.isComplete) throw new Error('A part is missing after all parts were downloaded')
    const { checksum } = this.#identity
    if (checksum === undefined) return 'size'
    const actual = wholeChecksum(checksum, this.#parts)
    if (actual === undefined || Buffer.compare(actual, checksum.value) !== 0)
      throw new WrongChecksum(checksum.algorithm)
    return 'checksum'
  }
}

function resumablePath(transfer: FileTransfer): string {
  const { target } = transfer
  return join(dirname(target), partialName(basename(target), keyOf(transfer).slice(0, 12)))
}

function identityOf({ size, validator, checksum }: Manifest): Identity {
  if (checksum === null) return { size, validator, checksum: undefined }
  const value = Buffer.from(checksum.value, 'hex')
  const { algorithm, partSize } = checksum
  return { size, validator, checksum: { algorithm, value, of: 'whole', partSize: partSize ?? undefined } }
}

/** Says which artifact a partial file is of, without telling a URI that may be a secret. */
function keyOf({ repository, info }: FileTransfer): string {
  return createHash('sha256').update(`${repository.uri}\n${info.path}`).digest('hex')
}

function isWorthKeeping(error: unknown): boolean {
  if (error instanceof ContentChanged || error instanceof RangeIgnored || error instanceof WrongChecksum)
    return false
  return !(MlflowError.isInstance(error) && error.code === 'RESOURCE_DOES_NOT_EXIST')
}
