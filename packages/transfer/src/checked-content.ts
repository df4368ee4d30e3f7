import type { ArtifactContent, Checksum } from '@mlflow-artifacts/repository'
import { chosenChecksum, type VerifyMode } from './checksum/chosen-checksum.ts'
import { createHasher } from './checksum/create-hasher.ts'
import { ContentChanged } from './part/open-range.ts'
import { WrongChecksum } from './wrong-checksum.ts'

/**
 * An answer whose body, when all of it was read, has the checksum that the store gave for it alone. Where there is one of
 * the whole artifact, that is verified instead, when everything is there.
 *
 * The body fails with {@link WrongChecksum}, and with {@link ContentChanged} where the repository itself finds that what
 * it read was no content that the artifact ever had: in both cases nothing of it can be used.
 */
export function checkedContent(content: ArtifactContent, verify: VerifyMode): ArtifactContent {
  const { body, checksums } = content
  const isOfWhole = chosenChecksum(checksums, verify) !== undefined
  return {
    ...content,
    body: checkedBody(body, isOfWhole ? undefined : chosenChecksum(checksums, verify, 'range')),
  }
}

async function* checkedBody(
  body: AsyncIterable<Uint8Array>,
  checksum: Checksum | undefined,
): AsyncGenerator<Uint8Array> {
  const hasher = checksum && createHasher(checksum.algorithm)
  try {
    for await (const chunk of body) {
      hasher?.update(chunk)
      yield chunk
    }
  } catch (error) {
    const isOfContent = error instanceof Error && error.name === 'IntegrityError'
    throw isOfContent ? new ContentChanged(error.message, { cause: error }) : error
  }
  if (checksum !== undefined && Buffer.compare(hasher?.digest() ?? Buffer.of(), checksum.value) !== 0)
    throw new WrongChecksum(checksum.algorithm)
}
