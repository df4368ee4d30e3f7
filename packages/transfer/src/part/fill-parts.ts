import { type ArtifactContent, IntegrityError } from '@mlflow-artifacts/repository'
import type { Hasher } from '../checksum/create-hasher.ts'
import { BatchWriter } from '../partial/batch-writer.ts'
import type { PartialFile } from '../partial/partial-file.ts'
import type { Part } from './part.ts'
import type { PartMap } from './part-map.ts'
import { RateGuard } from './rate-guard.ts'

/** What {@link fillParts} works on. */
export interface Filling {
  readonly parts: PartMap
  readonly file: PartialFile
  /** Names the artifact in errors. */
  readonly uri: string
  /** Computes the store's checksum of a part that is begun; `undefined` where nothing more has to be computed. */
  createHasher(): Hasher | undefined
  /** Bytes of a part are in the file. */
  onWritten(bytes: number, part: Part): void
  /** Waits where more is in the file than a killed process would remember. */
  remembered(): Promise<void> | undefined
  /** Whether others can go on where this body is left; a store may turn out not to serve ranges. */
  mayLeave(): Promise<boolean>
  /** Whether the store is known to serve ranges. */
  hasRanges(): boolean
  /** Ends the filling between two chunks; bodies that can be destroyed end at once. */
  readonly signal: AbortSignal
}

/**
 * Writes a body into a part, and, where it goes on, into the parts behind it as long as nobody else fills them. What has
 * been written counts, also when the body then breaks.
 *
 * @param run - parts in a row that the caller has claimed, and releases; those behind them are both here
 * @param end - where the body ends in the file, exclusive
 * @throws IntegrityError, retryable, where the body ends early
 */
export async function fillParts(
  { body, recycle }: Pick<ArtifactContent, 'body' | 'recycle'>,
  run: readonly Part[],
  end: number,
  { parts, file, uri, createHasher, onWritten, remembered, mayLeave, hasRanges, signal }: Filling,
): Promise<void> {
  const [first] = run
  if (first === undefined) throw new Error('There is nothing to fill')
  const guard = new RateGuard(uri)
  let part: Part | undefined = first
  let writer = writerFor(first)
  let position = first.position
  // A part may hold bytes of an earlier stream, which are not written again.
  let missingFrom = first.position
  try {
    for await (const chunk of body) {
      signal.throwIfAborted()
      guard.received(chunk.byteLength)
      const pause = remembered()
      if (pause !== undefined) await pause
      for (let rest = chunk; rest.byteLength > 0; ) {
        if (part === undefined)
          throw new IntegrityError(`More bytes came than ${end - first.start}`, { uri, retryable: true })
        const piece = rest.subarray(0, part.end - position)
        const known = Math.min(piece.byteLength, Math.max(0, missingFrom - position))
        rest = rest.subarray(piece.byteLength)
        // What goes into the parts before this one is in the file when it is added.
        const afterwards = rest.byteLength === 0 && recycle ? () => recycle(chunk) : undefined
        if (known < piece.byteLength) await writer.add(piece.subarray(known), afterwards)
        position += piece.byteLength
        if (position < part.end) continue
        await writer.flush()
        release(part)
        const next: Part | undefined = position < end ? await following(part) : undefined
        part = next
        if (next !== undefined) {
          missingFrom = next.position
          writer = writerFor(next)
        }
        // Somebody else fills what comes next: leaving the loop ends the body.
        else if (position < end) return
      }
    }
    if (part !== undefined)
      throw new IntegrityError(`The bytes ended at ${position} of ${end}`, { uri, retryable: true })
  } finally {
    await writer.flush()
    if (part !== undefined) release(part)
  }

  /** What the caller claimed may be somebody else's as soon as it is released: twice would be once too often. */
  function release(filled: Part): void {
    if (!run.includes(filled)) parts.release(filled)
  }

  async function following(before: Part): Promise<Part | undefined> {
    const own = run.find(({ index }) => index === before.index + 1)
    if (own !== undefined) return own
    const next = parts.claimAfter(before)
    if (next === undefined) return (await mayLeave()) ? undefined : parts.claimAfter(before)
    if (next.written === 0 || !hasRanges()) return next
    // Another request gets only what is missing of it.
    parts.release(next)
    return undefined
  }

  function writerFor(target: Part): BatchWriter {
    target.hasher ??= createHasher()
    return new BatchWriter(file, target.position, (buffers) => {
      for (const buffer of buffers) {
        target.add(buffer)
        onWritten(buffer.byteLength, target)
      }
    })
  }
}
