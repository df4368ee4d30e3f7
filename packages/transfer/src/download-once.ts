import { agreedSize } from './agreed-size.ts'
import { Answer } from './answer.ts'
import { withRetries } from './budget/with-retries.ts'
import { chosenChecksum } from './checksum/chosen-checksum.ts'
import { downloadInParts } from './download-in-parts.ts'
import type { Finished } from './download-progress.ts'
import { downloadWhole } from './download-whole.ts'
import type { FileTransfer } from './file-transfer.ts'
import { isRefusal } from './is-refusal.ts'
import { unchangedFile } from './kept-file.ts'
import { isBegun } from './open-partial.ts'
import { assertFreeSpace } from './partial/assert-free-space.ts'

/**
 * Makes one beginning with a file: opens it from its first byte, which says what it is, also where an earlier process left
 * some of it.
 */
export async function downloadOnce(transfer: FileTransfer): Promise<Finished> {
  // Found out beside the request: what the store sends until then would be sent in vain.
  const begun = isBegun(transfer)
  let answer = await openPatiently(transfer)
  try {
    const isAsked = transfer.settings.overwrite === 'ifChanged'
    const kept = isAsked ? await unchangedFile(transfer, answer) : undefined
    if (kept !== undefined) {
      await answer.giveUp()
      transfer.host.succeed()
      return kept
    }
    if (answer.isGivenUp) answer = await openPatiently(transfer)
    if (await begun) await answer.giveUp()
    return await downloadAnswer(transfer, answer)
  } catch (error) {
    // What failed may have been the disk, before anybody read the body.
    await answer.giveUp()
    throw error
  } finally {
    answer.leave()
  }
}

async function downloadAnswer(transfer: FileTransfer, first: Answer): Promise<Finished> {
  const { settings } = transfer
  const { content } = first
  const size = await agreedSize(transfer, content)
  const isLarge = size !== undefined && size >= settings.partsFrom
  const isOfParts = chosenChecksum(content.checksums, settings.verify)?.partSize !== undefined
  let begun = first.isGivenUp ? undefined : first
  if (size !== undefined && (isLarge || isOfParts) && content.validator !== undefined) {
    try {
      const finished = await downloadInParts(transfer, first, size, content.validator)
      transfer.host.succeed()
      return finished
    } catch (error) {
      if (!isRefusal(error)) throw error
      // What is mounted of an object store takes bytes only in their order: one stream, and nothing to go on with.
      await first.giveUp()
      begun = undefined
    }
  }

  await assertFreeSpace(transfer.target, size)
  return await withRetries(
    async (answered) => {
      const answer = begun ?? (await open(transfer))
      begun = undefined
      answered()
      try {
        const finished = await downloadWhole(transfer, answer, size)
        transfer.host.succeed()
        return finished
      } finally {
        answer.leave()
      }
    },
    () => 0,
    transfer,
  )
}

function openPatiently(transfer: FileTransfer): Promise<Answer> {
  return withRetries(
    () => open(transfer),
    () => 0,
    transfer,
  )
}

async function open({ repository, info, host, signal }: FileTransfer): Promise<Answer> {
  const leave = await host.enter(info.fileSize, signal)
  try {
    return new Answer(await repository.open(info.path, { signal }), leave)
  } catch (error) {
    leave()
    throw error
  }
}
