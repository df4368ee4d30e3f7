import { parseJsonAnswer, readText } from '@mlflow-artifacts/http-client'
import type { HttpClient, HttpResponse } from '@mlflow-artifacts/repository'
import { responseError } from '../response/response-error.ts'
import { unexpectedAnswer } from '../response/unexpected-answer.ts'
import { presignedHeaders } from './presigned-headers.ts'
import type { ProxyEndpoints } from './proxy-endpoints.ts'

/** A URL at which the store itself gives one artifact, for a while and to whoever has it. */
export interface PresignedUrl {
  readonly url: string
  /** The server that gave it. */
  readonly chosenBy: string
  /** To be sent with it. */
  readonly headers: Readonly<Record<string, string>>
  /** Size of the artifact in bytes, where the server said. */
  readonly size: number | undefined
  /** Until when it should be used, by `performance.now()`. */
  readonly usableUntil: number
}

/** Of the time that a URL is valid for, the part in which a request with it is sure to arrive. */
const USED_PART = 0.8
/** A URL and its headers are a few kilobytes. */
const LARGEST_ANSWER: number = 2 ** 20

/**
 * Asks the server for a presigned URL; `undefined` where it has none to give, for any artifact.
 *
 * @throws MlflowError `RESOURCE_DOES_NOT_EXIST` for a missing path and for a directory, `PERMISSION_DENIED` for headers
 *   that no store needs
 */
export async function askPresignedUrl(
  http: HttpClient,
  endpoints: ProxyEndpoints,
  path: string,
  signal: AbortSignal | undefined,
): Promise<PresignedUrl | undefined> {
  const askedAt = performance.now()
  const { headers } = endpoints
  const response = await http.request({
    url: endpoints.presigned(path),
    headers,
    maximumBytes: LARGEST_ANSWER,
    signal,
  })
  if (response.status !== 200) {
    const error = await responseError(response, { signal })
    // Not every store can, and older servers know nothing of it.
    if (error.code === 'NOT_IMPLEMENTED' || error.code === 'ENDPOINT_NOT_FOUND') return undefined
    throw error
  }
  const text = await readText(response)
  const url = parsed(text, response, askedAt, endpoints.origin)
  if (url === undefined) throw unexpectedAnswer(response, 'presigned URL')
  return url
}

function parsed(
  text: string,
  response: HttpResponse,
  askedAt: number,
  server: string,
): PresignedUrl | undefined {
  const answer = parseJsonAnswer(text, response)
  if (typeof answer !== 'object' || answer === null || !('url' in answer)) return undefined
  const { url, headers, file_size: size } = answer
  if (typeof url !== 'string' || !/^https?:\/\//i.test(url) || !URL.canParse(url)) return undefined
  const seconds = Number(/[?&]X-(?:Amz|Goog)-Expires=(\d+)/i.exec(url)?.[1] ?? 0)
  return {
    url,
    chosenBy: server,
    headers: presignedHeaders(headers, url, server),
    size: typeof size === 'number' ? size : undefined,
    usableUntil: askedAt + seconds * 1000 * USED_PART,
  }
}
