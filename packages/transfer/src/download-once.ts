import { type ArtifactContent, IntegrityError } from '@mlflow-artifacts/repository'
import { withRetries } from './budget/with-retries.ts'
import { chosenChecksum } from './checksum/chosen-checksum.ts'
import { discard } from './discard.ts'
import type { Finished } from './download-progress.ts'
import { downloadWhole } from './download-whole.ts'
import type { FileTransfer } from './file-transfer.ts'
import { assertFreeSpace } from './partial/assert-free-space.ts'
import { PartsFile } from './parts-file.ts'
import { stat } from './stat.ts'

/** Makes one beginning with a file: goes on with what an earlier process left, or opens it from its first byte. */
export async function downloadOnce(transfer: FileTransfer): Promise<Finished> {
  const { repository, info, host, signal } = transfer
  const leave = once(await host.enter(signal))
  try {
    const left = mayBeLarge(transfer) ? await PartsFile.left(transfer) : undefined
    if (left !== undefined) return await left.download(leave)

    const first = await retried(transfer, () => repository.open(info.path, { signal }))
    try {
      return await downloadAnswer(transfer, first, leave)
    } catch (error) {
      // What failed may have been the disk, before anybody read the body.
      await discard(first.body)
      throw error
    }
  } finally {
    leave()
  }
}

async function downloadAnswer(
  transfer: FileTransfer,
  first: ArtifactContent,
  leave: () => void,
): Promise<Finished> {
  const { settings } = transfer
  const size = await agreedSize(transfer, first)
  await assertFreeSpace(transfer.target, size)
  const isLarge = size !== undefined && size >= settings.partsFrom
  const isOfParts = chosenChecksum(first.checksums, settings.verify)?.partSize !== undefined
  if (size !== undefined && (isLarge || isOfParts) && first.validator !== undefined) {
    const file = await PartsFile.begin(transfer, first, size, first.validator)
    return await file.download(leave, first)
  }
  let begun: Answer | undefined = { content: first, leave }
  return await retried(transfer, async () => {
    const { content, leave } = begun ?? (await openAgain(transfer))
    begun = undefined
    try {
      const finished = await downloadWhole(transfer, content, size, leave)
      transfer.host.succeed()
      return finished
    } finally {
      leave()
    }
  })
}

/** An answer that has begun, and how its place in the budget of the origin is given back. */
interface Answer {
  readonly content: ArtifactContent
  readonly leave: () => void
}

async function openAgain({ repository, info, host, signal }: FileTransfer): Promise<Answer> {
  const leave = once(await host.enter(signal))
  try {
    return { content: await repository.open(info.path, { signal }), leave }
  } catch (error) {
    leave()
    throw error
  }
}

function mayBeLarge({ info, settings }: FileTransfer): boolean {
  return info.fileSize === undefined || info.fileSize >= settings.partsFrom
}

function retried<Result>(
  { host, signal, settings }: FileTransfer,
  attempt: () => Promise<Result>,
): Promise<Result> {
  return withRetries(attempt, () => 0, {
    host,
    signal,
    attempts: settings.attempts,
    baseMs: settings.retryBaseMs,
  })
}

/** The size that listing and answer agree on. A listing may be older than the artifact: it is asked once more. */
async function agreedSize(
  { repository, info, uri, signal }: FileTransfer,
  content: ArtifactContent,
): Promise<number | undefined> {
  const listed = info.fileSize
  if (listed === undefined || content.size === undefined || listed === content.size)
    return content.size ?? listed
  const now = await stat(repository, info.path, { signal })
  if (now?.fileSize === content.size) return content.size
  throw new IntegrityError(`The store lists ${now?.fileSize ?? listed} bytes, but serves ${content.size}`, {
    uri,
    retryable: true,
  })
}

/** A place is given back when the last byte has come, and in any case at the end. */
function once(leave: () => void): () => void {
  let left = false
  return () => {
    if (!left) leave()
    left = true
  }
}
