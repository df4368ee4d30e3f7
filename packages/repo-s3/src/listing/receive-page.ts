import { isUtf8 } from 'node:buffer'
import type { ListObjectsV2Command } from '@aws-sdk/client-s3'
import type { SentRequests } from '@mlflow-artifacts/http-client'
import { MlflowError, redactText } from '@mlflow-artifacts/repository'
import { LARGEST_ANSWER } from '../client/largest-answer.ts'
import { S3Failure, statusOfError } from '../failure/s3-failure.ts'
import { type ListedPage, readPage } from './read-page.ts'

/** All that is left of an answer for the SDK, once its listing has been read. */
const NOTHING = Buffer.from('<ListBucketResult/>')

interface Answer {
  readonly statusCode: number
  readonly headers: Readonly<Record<string, string>>
  body: AsyncIterable<Uint8Array> | Uint8Array
}

/**
 * Reads the answer to a listing before the SDK does, which takes whatever it does not know for an empty page, and would
 * receive it to its end, however far that is.
 *
 * @param uri - for messages
 * @param sent - holds what the store was sent, and may repeat
 * @returns the page, once the command has been sent
 */
export function receivePage(
  { middlewareStack }: ListObjectsV2Command,
  uri: string,
  sent: SentRequests,
): () => ListedPage {
  let page: ListedPage | undefined
  middlewareStack.add(
    (next) => async (parameters) => {
      const result = await next(parameters)
      const { response } = result
      if (isAnswer(response)) {
        const body = await received(response.body, uri)
        const isSuccess = response.statusCode >= 200 && response.statusCode < 300
        if (isSuccess) page = pageOf(body, response, uri, sent)
        response.body = isSuccess ? NOTHING : body
      }
      return result
    },
    { step: 'deserialize', name: 'receivePage', priority: 'low' },
  )
  return () => {
    if (page === undefined) throw new Error('Nothing was received')
    return page
  }
}

function isAnswer(response: unknown): response is Answer {
  const body = typeof response === 'object' && response !== null && 'body' in response && response.body
  return (
    body instanceof Uint8Array || (typeof body === 'object' && body !== null && Symbol.asyncIterator in body)
  )
}

function pageOf(
  body: Uint8Array,
  { statusCode, headers }: Answer,
  uri: string,
  sent: SentRequests,
): ListedPage {
  const redacted = (text: string): string => redactText(sent.redact(text))
  const document = Buffer.from(body).toString()
  let read: ReturnType<typeof readPage>
  try {
    assertUtf8(body)
    read = readPage(document)
  } catch (error) {
    const said = error instanceof Error ? redacted(error.message) : ''
    const what = document.trim() === '' ? 'It is empty' : said
    throw new MlflowError(`The store's answer (HTTP status ${statusCode}) is no listing: ${what}`, {
      code: 'INVALID_STATE',
      uri,
      hint:
        'Something else than an S3 store answered, such as a login page or a proxy, or it was cut off: check ' +
        'MLFLOW_S3_ENDPOINT_URL and AWS_ENDPOINT_URL.',
      cause: new SyntaxError(said),
    })
  }
  if (!('code' in read)) return read
  const [code, message] = [redacted(read.code), redacted(read.message)]
  throw new S3Failure(statusOfError(code), code, message, headers, read.region && redacted(read.region))
}

/** Keys in another encoding would be read as others. */
function assertUtf8(body: Uint8Array): void {
  if (!isUtf8(body)) throw new SyntaxError('It is no UTF-8')
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
