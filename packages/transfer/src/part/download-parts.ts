import { type ArtifactContent, MlflowError } from '@mlflow-artifacts/repository'
import { withRetries } from '../budget/with-retries.ts'
import type { FileTransfer } from '../file-transfer.ts'
import type { Identity } from '../identity.ts'
import { type Filling, fillParts } from './fill-parts.ts'
import { openRange, RangeIgnored } from './open-range.ts'

/** What {@link downloadParts} works on. */
export interface PartsDownload {
  readonly transfer: FileTransfer
  readonly identity: Identity
  readonly filling: Filling
}

/**
 * Fills every part of a file: one stream from the front, which needs no further request, and others from the back, a
 * request for each part, as far as the budget of the origin lets them.
 *
 * @param first - an answer that has begun already, at the first missing byte
 * @param leave - gives back the place of that answer in the budget
 * @throws ContentChanged where the artifact was replaced meanwhile
 * @throws RangeIgnored where the stream from the front broke, and the store does not serve ranges
 */
export async function downloadParts(
  download: PartsDownload,
  first: ArtifactContent,
  leave: () => void,
): Promise<void> {
  const { transfer, filling } = download
  const streams = new AbortController()
  const signal = AbortSignal.any(
    transfer.signal === undefined ? [streams.signal] : [streams.signal, transfer.signal],
  )
  const bound = { ...download, transfer: { ...transfer, signal } }
  const others = Math.min(transfer.settings.connectionsPerFile, filling.parts.parts.length) - 1
  const all = [
    fillFromFront(bound, first).finally(leave),
    ...Array.from({ length: others }, () => fillFromBack(bound)),
  ]
  try {
    await Promise.all(all)
  } catch (error) {
    streams.abort(error)
    await Promise.allSettled(all)
    throw error
  }
}

async function fillFromFront(download: PartsDownload, first: ArtifactContent): Promise<void> {
  const { transfer, identity, filling } = download
  let begun: ArtifactContent | undefined = first
  await repeat(download, async () => {
    const part = filling.parts.claimFirst()
    if (part === undefined) return false
    try {
      const content = begun ?? (await openRange(transfer, identity, part.position, identity.size))
      begun = undefined
      await fillParts(content.body, part, identity.size, filling)
      return true
    } finally {
      filling.parts.release(part)
    }
  })
}

async function fillFromBack(download: PartsDownload): Promise<void> {
  const { transfer, identity, filling } = download
  const { host, signal } = transfer
  try {
    await repeat(download, async () => {
      const leave = await host.enter(signal)
      try {
        const part = filling.parts.claimLast()
        if (part === undefined) return false
        try {
          const content = await openRange(transfer, identity, part.position, part.end)
          await fillParts(content.body, part, part.end, filling)
        } finally {
          filling.parts.release(part)
        }
        host.succeed()
        return true
      } finally {
        leave()
      }
    })
  } catch (error) {
    // A store without ranges, or one that refuses several at once: the stream from the front is enough.
    const isRefused = MlflowError.isInstance(error) && error.code === 'PERMISSION_DENIED'
    if (isRefused) host.refuse()
    if (!isRefused && !(error instanceof RangeIgnored)) throw error
  }
}

/** Does something until it says that nothing is left, with retries as long as bytes come in between. */
async function repeat({ transfer, filling }: PartsDownload, step: () => Promise<boolean>): Promise<void> {
  const { host, signal, settings } = transfer
  const options = { host, signal, attempts: settings.attempts, baseMs: settings.retryBaseMs }
  while (await withRetries(step, () => filling.parts.written, options));
}
