import { Answer } from './answer.ts'
import { withRetries } from './budget/with-retries.ts'
import { partHashersOf } from './checksum/part-checksum.ts'
import type { FileTransfer } from './file-transfer.ts'
import type { Identity } from './identity.ts'
import type { PartialDownload } from './open-partial.ts'
import { downloadParts } from './part/download-parts.ts'
import { openRange } from './part/open-range.ts'
import type { Part } from './part/part.ts'
import type { PartMap } from './part/part-map.ts'

/**
 * Fetches what is missing of a file into its partial file.
 *
 * @param begun - all of the file, from its first byte on; read only where that byte is missing
 * @throws ContentChanged, RangeIgnored where the file has to be begun anew
 */
export async function fetchParts(
  transfer: FileTransfer,
  identity: Identity,
  parts: PartMap,
  partial: PartialDownload,
  begun: Answer,
): Promise<void> {
  const { uri, meter } = transfer
  const missing = parts.firstMissing
  if (missing === undefined || missing.position > 0) await begun.giveUp()
  if (missing === undefined) return
  const createHasher = await partHashersOf(identity.checksum)
  const answer = begun.isGivenUp ? await answerFrom(transfer, identity, missing) : begun
  const filling = {
    parts,
    file: partial.file,
    uri,
    createHasher,
    onWritten: (bytes: number, part: Part) => {
      meter.wrote(bytes)
      partial.advance(bytes, part)
    },
    remembered: () => partial.remembered(),
  }
  await downloadParts({ transfer, identity, filling }, answer.content, () => answer.leave())
}

async function answerFrom(
  transfer: FileTransfer,
  identity: Identity,
  { position, end }: Part,
): Promise<Answer> {
  const { host, signal } = transfer
  const leave = await host.enter(end - position, signal)
  try {
    const content = await withRetries(
      () => openRange(transfer, identity, position, end),
      () => 0,
      transfer,
    )
    return new Answer(content, leave)
  } catch (error) {
    leave()
    throw error
  }
}
