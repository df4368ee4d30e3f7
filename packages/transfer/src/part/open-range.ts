import { type ArtifactContent, IntegrityError } from '@mlflow-artifacts/repository'
import { discard } from '../discard.ts'
import type { FileOrigin } from '../file-transfer.ts'
import type { Identity } from '../identity.ts'

/** The artifact is another one than when the download began. */
export class ContentChanged extends Error {
  override readonly name = 'ContentChanged'

  constructor(message = 'The artifact was replaced while it was downloaded', options?: ErrorOptions) {
    super(message, options)
  }
}

/** The store sent all of the artifact where a range of it was asked for. */
export class RangeIgnored extends Error {
  override readonly name = 'RangeIgnored'
}

/**
 * Opens an artifact from one byte to another, and checks that the answer is what was asked for.
 *
 * @param end - exclusive
 * @throws ContentChanged where it is not the content of the identity any more
 * @throws RangeIgnored where the store does not serve ranges
 */
export async function openRange(
  { repository, info, uri, signal }: FileOrigin,
  identity: Identity,
  start: number,
  end: number,
): Promise<ArtifactContent> {
  const { size, validator } = identity
  const range = end === size ? { start } : { start, end }
  const content = await repository
    .open(info.path, { range, ifMatch: validator, signal })
    .catch((error: unknown) =>
      Promise.reject(
        error instanceof Error && error.name === 'IntegrityError'
          ? new ContentChanged(undefined, { cause: error })
          : error,
      ),
    )
  const failure = mismatch(content, identity, start, end, uri)
  if (failure === undefined) return content
  await discard(content.body)
  throw failure
}

function mismatch(
  content: ArtifactContent,
  { size, validator }: Identity,
  start: number,
  end: number,
  uri: string,
): Error | undefined {
  if (content.validator !== undefined && content.validator !== validator) return new ContentChanged()
  if (content.size !== undefined && content.size !== size) return new ContentChanged()
  if (content.range === undefined) return start === 0 && end === size ? undefined : new RangeIgnored('')
  if (content.range.start === start && (content.range.end ?? size) === end) return undefined
  const sent = `${content.range.start} to ${content.range.end ?? size}`
  return new IntegrityError(`The store sent bytes ${sent} where ${start} to ${end} were asked for`, {
    uri,
    retryable: true,
  })
}
