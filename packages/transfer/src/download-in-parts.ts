import { MlflowError } from '@mlflow-artifacts/repository'
import type { Answer } from './answer.ts'
import { chosenChecksum, partSizeFor } from './checksum/chosen-checksum.ts'
import { wholeChecksum } from './checksum/whole-checksum.ts'
import type { Finished, Verification } from './download-progress.ts'
import { fetchParts } from './fetch-parts.ts'
import type { FileTransfer } from './file-transfer.ts'
import type { Identity } from './identity.ts'
import { isRefusal } from './is-refusal.ts'
import { timeToKeep } from './kept-file.ts'
import { openPartial } from './open-partial.ts'
import { ContentChanged, RangeIgnored } from './part/open-range.ts'
import { PartMap } from './part/part-map.ts'
import { PartialLost } from './partial/partial-lost.ts'
import { verificationOf } from './verification.ts'
import { WrongChecksum } from './wrong-checksum.ts'

/**
 * Downloads a file part by part, from where another download left it, and so that another one can go on with it. Where
 * another one is at the same file, it is waited for.
 *
 * @param answer - all of the file, from its first byte on
 * @throws WrongChecksum where the bytes are not those that the store took its checksum of
 * @throws PartialLost where somebody removed the partial file
 * @throws ContentChanged, RangeIgnored where the file has to be begun anew
 */
export async function downloadInParts(
  transfer: FileTransfer,
  answer: Answer,
  size: number,
  validator: string,
): Promise<Finished> {
  const { settings, meter, target, confirmDirectory } = transfer
  const checksum = chosenChecksum(answer.content.checksums, settings.verify)
  const identity: Identity = { size, validator, checksum }
  const map = new PartMap(size, partSizeFor(checksum, size, settings.partSize))
  const partial = await openPartial(transfer, identity, map, answer)
  if ('verified' in partial) return partial
  try {
    await fetchParts(transfer, identity, map, partial, answer)
    const verified = await verify(identity, map, transfer.signal)
    const modifiedAt = timeToKeep(answer.content, transfer)
    await partial.commit({ target, durable: settings.durable, confirmDirectory, modifiedAt })
    return { bytes: size, verified, kept: false }
  } catch (error) {
    if (map.written > 0 && isWorthKeeping(error)) {
      await partial.keep()
    } else {
      meter.wrote(-map.written)
      await partial.discard()
    }
    throw error
  }
}

async function verify(
  { checksum }: Identity,
  map: PartMap,
  signal: AbortSignal | undefined,
): Promise<Verification> {
  if (!map.isComplete) throw new Error('A part is missing after all parts were downloaded')
  const actual = checksum && (await wholeChecksum(checksum, map))
  return await verificationOf(checksum, actual, signal)
}

function isWorthKeeping(error: unknown): boolean {
  const reasons = [ContentChanged, RangeIgnored, WrongChecksum, PartialLost]
  if (reasons.some((reason) => error instanceof reason)) return false
  if (isRefusal(error)) return false
  return !(MlflowError.isInstance(error) && error.code === 'RESOURCE_DOES_NOT_EXIST')
}
