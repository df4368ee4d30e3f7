import { basename, dirname, join } from 'node:path'
import { IntegrityError } from '@mlflow-artifacts/repository'
import type { Answer } from './answer.ts'
import { checkedContent } from './checked-content.ts'
import { chosenChecksum } from './checksum/chosen-checksum.ts'
import { hashersOf } from './checksum/hashers-of.ts'
import type { Finished } from './download-progress.ts'
import type { FileTransfer } from './file-transfer.ts'
import { timeToKeep } from './kept-file.ts'
import { RateGuard } from './part/rate-guard.ts'
import { BatchWriter } from './partial/batch-writer.ts'
import { PartialFile } from './partial/partial-file.ts'
import { partialName } from './partial/partial-name.ts'

/**
 * Writes one answer to a partial file and gives it the final name when it is whole. For files that are not worth more
 * than one request, and for stores that cannot say enough to go on with a broken one.
 *
 * @param size - in bytes; `undefined` where nobody said
 * @param answer - leaves its place in the budget when the last byte has come: what is left is for the disk
 * @throws IntegrityError, retryable, where other bytes came than the store said
 */
export async function downloadWhole(
  transfer: FileTransfer,
  answer: Answer,
  size: number | undefined,
): Promise<Finished> {
  const { target, quick, confirmDirectory, uri, settings, meter } = transfer
  const { content } = answer
  const path = join(dirname(target), partialName(basename(target)))
  const file = await PartialFile.createBrief(path, quick).catch(async (error: unknown) => {
    await answer.giveUp()
    throw error
  })
  let written = 0
  try {
    // One of the checksums of parts is verified part by part.
    const ofBytes = content.checksums.filter(({ partSize }) => partSize === undefined)
    const checksum = chosenChecksum(ofBytes, settings.verify)
    const hasher = checksum && (await hashersOf(checksum.algorithm))()
    const guard = new RateGuard(uri)
    const writer = new BatchWriter(file, 0, (buffers) => {
      for (const buffer of buffers) {
        hasher?.update(buffer)
        written += buffer.byteLength
        meter.wrote(buffer.byteLength)
      }
    })
    let received = 0
    const { body, recycle } = checkedContent(content, settings.verify, checksum)
    for await (const chunk of body) {
      guard.received(chunk.byteLength)
      received += chunk.byteLength
      // A body without end would fill the disk before it was found to be too long.
      if (size !== undefined && received > size) break
      await writer.add(chunk, recycle && (() => recycle(chunk)))
    }
    answer.leave()
    await writer.flush()
    if (size !== undefined && received !== size) {
      throw new IntegrityError(
        `Expected ${size} bytes, but received ${received > size ? 'more' : received}`,
        { uri, retryable: true },
      )
    }
    if (checksum !== undefined && !Buffer.from(hasher?.digest() ?? []).equals(checksum.value)) {
      throw new IntegrityError(`The ${checksum.algorithm} checksum is not the one that the store gave`, {
        uri,
        retryable: true,
      })
    }
    const modifiedAt = timeToKeep(content, transfer)
    await file.commit({ target, durable: settings.durable, confirmDirectory, modifiedAt })
    const verified = checksum !== undefined ? 'checksum' : size !== undefined ? 'size' : 'none'
    return { bytes: received, verified, kept: false }
  } catch (error) {
    meter.wrote(-written)
    await file.discard()
    throw error
  }
}
