import type { ListObjectsV2Command } from '@aws-sdk/client-s3'
import { MlflowError } from '@mlflow-artifacts/repository'
import { LARGEST_ANSWER } from './largest-answer.ts'

/**
 * Limits what a client receives of the answer to a listing, which the SDK would read to its end, however far that is. The
 * clients that are made here have received it already, with the limits of the shared HTTP client.
 *
 * @param uri - for messages
 */
export function limitAnswer({ middlewareStack }: ListObjectsV2Command, uri: string): void {
  middlewareStack.add(
    (next) => async (parameters) => {
      const result = await next(parameters)
      const { response } = result
      if (hasStream(response)) response.body = await received(response.body, uri)
      return result
    },
    { step: 'deserialize', name: 'limitAnswer', priority: 'low' },
  )
}

function hasStream(response: unknown): response is { body: AsyncIterable<Uint8Array> | Uint8Array } {
  const body = typeof response === 'object' && response !== null && 'body' in response && response.body
  return typeof body === 'object' && body !== null && Symbol.asyncIterator in body
}

async function received(body: AsyncIterable<Uint8Array> | Uint8Array, uri: string): Promise<Uint8Array> {
  if (body instanceof Uint8Array) return body
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body) {
    size += chunk.byteLength
    if (size > LARGEST_ANSWER) {
      throw new MlflowError(`A page of the listing is larger than ${LARGEST_ANSWER} bytes`, {
        code: 'MAX_READ_SIZE_EXCEEDED',
        uri,
        hint: 'No store answers like this: check the endpoint of the client that was passed, and report it to its operator.',
      })
    }
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
