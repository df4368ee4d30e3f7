import { type ArtifactContent, type Checksum, MlflowError } from '@mlflow-artifacts/repository'
import { chosenChecksum, type VerifyMode } from './checksum/chosen-checksum.ts'
import { hashersOf } from './checksum/hashers-of.ts'
import { ContentChanged } from './part/open-range.ts'
import { WrongChecksum } from './wrong-checksum.ts'

/**
 * An answer whose body ends only if it has the checksum that the store gave for it alone. Otherwise it fails with
 * {@link WrongChecksum}; and with {@link ContentChanged} where the repository itself finds that the bytes are none that the
 * artifact ever had. In both cases nothing of it can be used.
 *
 * @param whole - what the artifact will be verified by when everything is there, which is enough
 */
export function checkedContent(
  content: ArtifactContent,
  verify: VerifyMode,
  whole: Checksum | undefined,
): ArtifactContent {
  const checksum = whole === undefined ? chosenChecksum(content.checksums, verify, 'range') : undefined
  const body = steadyBody(content.body)
  return { ...content, body: checksum === undefined ? body : checkedBody(body, checksum) }
}

async function* checkedBody(
  body: AsyncIterable<Uint8Array>,
  { algorithm, value }: Checksum,
): AsyncGenerator<Uint8Array> {
  const hasher = (await hashersOf(algorithm))()
  for await (const chunk of body) {
    hasher.update(chunk)
    yield chunk
  }
  if (Buffer.compare(hasher.digest(), value) !== 0) throw new WrongChecksum(algorithm)
}

/** Small files are many: an asynchronous generator around the body of each costs more than this. */
function steadyBody(body: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  return {
    [Symbol.asyncIterator]() {
      const iterator = body[Symbol.asyncIterator]()
      return {
        next: async () => {
          try {
            return await iterator.next()
          } catch (error) {
            rethrow(error)
          }
        },
        return: async () => (await iterator.return?.()) ?? { done: true, value: undefined },
      }
    },
  }
}

function rethrow(error: unknown): never {
  const mayPass = MlflowError.isInstance(error) && error.name === 'IntegrityError' && error.retryable
  throw mayPass ? new ContentChanged(error.message, { cause: error }) : error
}
