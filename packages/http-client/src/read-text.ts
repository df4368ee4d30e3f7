import { type HttpResponse, MlflowError, redactUri } from '@mlflow-artifacts/repository'
import { redacted } from './secrets/redacted.ts'

/**
 * The body of a response, whole, as UTF-8.
 *
 * @param maximumBytes - how much may come; the rest of a larger body is not fetched. Default: 64 MiB
 * @throws MlflowError MAX_READ_SIZE_EXCEEDED where more comes, INTERNAL_ERROR for a content encoding (none was asked
 *   for), and what reading the body throws
 */
export async function readText(response: HttpResponse, maximumBytes: number = 64 * 2 ** 20): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  let size = 0
  for await (const chunk of response.body) {
    const encoding = response.headers['content-encoding'] || 'identity'
    if (encoding !== 'identity') {
      throw new MlflowError(
        `The answer has the content encoding '${redacted(response, encoding)}', which was not asked for`,
        {
          uri: redactUri(response.url),
          hint: 'A proxy may have added it: let it pass answers as they are.',
        },
      )
    }
    size += chunk.byteLength
    if (size > maximumBytes) {
      throw new MlflowError(`The answer is larger than ${maximumBytes} bytes`, {
        code: 'MAX_READ_SIZE_EXCEEDED',
        uri: redactUri(response.url),
      })
    }
    text += decoder.decode(chunk, { stream: true })
  }
  return text + decoder.decode()
}
