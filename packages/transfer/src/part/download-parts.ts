import { addAbortSignal, Readable } from 'node:stream'
import { type ArtifactContent, MlflowError } from '@mlflow-artifacts/repository'
import { withRetries } from '../budget/with-retries.ts'
import { checkedContent } from '../checked-content.ts'
import type { FileTransfer } from '../file-transfer.ts'
import type { Identity } from '../identity.ts'
import { type Filling, fillParts } from './fill-parts.ts'
import { openRange, RangeIgnored } from './open-range.ts'
import { RangeProbe } from './range-probe.ts'
import { ReadingTime } from './reading-time.ts'

/** What {@link downloadParts} works on. */
export interface PartsDownload {
  readonly transfer: FileTransfer
  readonly identity: Identity
  readonly filling: Omit<Filling, 'mayLeave' | 'hasRanges' | 'signal'>
}

/** The same, with a signal that also ends when one of the streams fails. */
interface BoundDownload extends PartsDownload {
  readonly filling: Filling
  /** Bytes that its streams have put into the file. */
  readonly received: () => number
}

/**
 * Fills every part of a file: one stream from the front, which needs no further request, and others from the back, a
 * request for a few parts in a row, as far as the budget of the origin lets them.
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
  const failed = new AbortController()
  const signal = AbortSignal.any(
    transfer.signal === undefined ? [failed.signal] : [failed.signal, transfer.signal],
  )
  // One disk is not read faster in several places.
  const most = transfer.repository.localPath === undefined ? transfer.settings.connectionsPerFile : 1
  const probe = new RangeProbe(first.range === undefined ? undefined : true)
  const streams = new Set<Promise<void>>()
  let failure: { readonly error: unknown } | undefined
  let received = 0

  const start = (stream: Promise<void>) => {
    const ended: Promise<void> = stream
      .catch((error: unknown) => {
        failure ??= { error }
        failed.abort(error)
      })
      .finally(() => streams.delete(ended))
    streams.add(ended)
  }
  const bound: BoundDownload = {
    ...download,
    transfer: { ...transfer, signal },
    filling: {
      ...filling,
      onWritten(bytes, part) {
        filling.onWritten(bytes, part)
        received += bytes
        time.received(bytes)
        startOthers()
      },
      mayLeave: () => probe.settled(),
      hasRanges: () => probe.answer === true,
      signal,
    },
    received: () => received,
  }
  const time = new ReadingTime(most)
  const startOthers = () => {
    // Where nothing is known, one stream finds out whether the store serves ranges; more follow when it does.
    const hasRanges = probe.answer ?? first.acceptsRanges
    const wanted = hasRanges === true ? time.streams(streams.size) : hasRanges === false ? 1 : 2
    while (!signal.aborted && streams.size < Math.min(most, wanted) && filling.parts.hasFree) {
      start(fillFromBack(bound, probe, most))
    }
  }
  start(fillFromFront(bound, first).finally(leave))
  startOthers()
  for (;;) {
    while (streams.size > 0) await Promise.race(streams)
    if (failure !== undefined) throw failure.error
    if (filling.parts.isComplete) return
    // A stream from the back gave up what the one from the front had left to it.
    start(fillFromFront(bound, undefined))
  }
}

async function fillFromFront(download: BoundDownload, first: ArtifactContent | undefined): Promise<void> {
  const { transfer, identity, filling } = download
  let begun = first
  // It was opened before there were other streams that can fail.
  if (first?.body instanceof Readable) addAbortSignal(filling.signal, first.body)
  await repeat(download, async (answered) => {
    const part = filling.parts.claimFirst()
    if (part === undefined) return false
    try {
      // Only the answer that has begun goes on behind its part: of another, what somebody else has fetched would be lost.
      const content = begun ?? (await openRange(transfer, identity, part.position, part.end))
      begun = undefined
      answered()
      const checked = checkedContent(content, transfer.settings.verify, identity.checksum)
      await fillParts(checked, [part], content.range?.end ?? identity.size, filling)
      return true
    } finally {
      filling.parts.release(part)
    }
  })
}

async function fillFromBack(download: BoundDownload, probe: RangeProbe, streams: number): Promise<void> {
  const { transfer, identity, filling } = download
  const { host, signal } = transfer
  try {
    await repeat(download, async (answered) => {
      const leave = await host.enter(undefined, signal)
      try {
        const run = filling.parts.claimRun(streams)
        const [first, last] = [run[0], run.at(-1)]
        if (first === undefined || last === undefined) return false
        try {
          const content = await openRange(transfer, identity, first.position, last.end)
          answered()
          probe.settle(true)
          const checked = checkedContent(content, transfer.settings.verify, identity.checksum)
          await fillParts(checked, run, last.end, filling)
        } finally {
          for (const part of run) filling.parts.release(part)
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
  } finally {
    // Whoever waits to hear whether to leave goes on alone.
    probe.settle(false)
  }
}

/** Does something until it says that nothing is left, with retries as long as bytes come in between. */
async function repeat(
  { transfer, received }: BoundDownload,
  step: (answered: () => void) => Promise<boolean>,
): Promise<void> {
  while (await withRetries(step, received, transfer));
}
