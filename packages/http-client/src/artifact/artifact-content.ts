import {
  type ArtifactContent,
  type HttpResponse,
  IntegrityError,
  MlflowError,
  type OpenOptions,
  redactUri,
} from '@mlflow-artifacts/repository'
import { redacted } from '../secrets/redacted.ts'
import { byteCount } from './byte-count.ts'
import { digestFields } from './digest-fields.ts'
import { discard } from './discard.ts'
import { emptyContent } from './empty-content.ts'
import { modifiedAt } from './modified-at.ts'
import { sentRange } from './sent-range.ts'

const RANGES: ReadonlyMap<string | undefined, boolean> = new Map([
  ['bytes', true],
  ['none', false],
])

/** What a response is judged by. */
export interface RequestedContent extends OpenOptions {
  /** For messages. */
  readonly path: string
  /** The size that the server said before, in bytes. */
  readonly knownSize?: number | undefined
  /** Whether a `Content-Encoding` belongs to the stored bytes, as on S3, and is no change on the way. */
  readonly encodingIsMetadata?: boolean
  /** What names the content that was sent, such as a generation. Default: its strong ETag. */
  readonly validator?: string | undefined
}

/**
 * The content of a response with status 200, 206 or 416, if it is what was asked for; otherwise its body is given up.
 *
 * @throws IntegrityError where the content changed, another range was sent, or the bytes were encoded on the way
 * @throws MlflowError `INVALID_PARAMETER_VALUE` for a range behind the end
 */
export function artifactContent(response: HttpResponse, requested: RequestedContent): ArtifactContent {
  try {
    return response.status === 416 ? nothing(response, requested) : sentContent(response, requested)
  } catch (error) {
    discard(response)
    throw error
  }
}

function sentContent(response: HttpResponse, requested: RequestedContent): ArtifactContent {
  const { status, headers, body, url, recycle } = response
  const { path, ifMatch, knownSize, encodingIsMetadata = false } = requested
  const wrong = (what: string) =>
    new IntegrityError(`The artifact '${path}' ${what}`, { uri: redactUri(url) })

  const encoding = headers['content-encoding'] ?? 'identity'
  if (encoding !== 'identity' && !encodingIsMetadata) {
    throw wrong(`is encoded as ${redacted(response, encoding)}, which was not asked for`)
  }
  // A weak ETag does not promise the same bytes.
  const strongEtag = headers.etag?.startsWith('"') ? headers.etag : undefined
  const validator = 'validator' in requested ? requested.validator : strongEtag
  if (ifMatch !== undefined && validator !== ifMatch) throw wrong('has changed since it was first read')

  const sent = status === 206 ? sentRange(response, requested.range) : undefined
  if (status === 206 && sent === undefined) {
    throw wrong(
      `was sent in another range than was asked for: ${redacted(response, headers['content-range'] ?? 'it is not named')}`,
    )
  }
  const size = sent?.size ?? byteCount(headers['content-length'])
  if (knownSize !== undefined && size !== undefined && size !== knownSize) {
    throw wrong(`has ${size} bytes, but the server said ${knownSize}`)
  }
  const acceptsRanges = RANGES.get(headers['accept-ranges']?.toLowerCase())
  const contentType = headers['content-type']
  const checksums = digestFields(response)
  const range = sent?.range
  return {
    ...{ body, recycle, size, range, acceptsRanges, validator, checksums, contentType },
    modifiedAt: modifiedAt(response),
  }
}

/** A range that starts exactly at the end holds nothing; one behind it is a mistake. */
function nothing(
  response: HttpResponse,
  { range, path, knownSize, ifMatch }: RequestedContent,
): ArtifactContent {
  const start = range?.start
  const total = byteCount(/^bytes \*\/(\d+)$/i.exec(response.headers['content-range'] ?? '')?.[1])
  const size = total ?? knownSize ?? (start === 0 ? 0 : undefined)
  if (start === undefined || start !== size) {
    throw new MlflowError(`The range starts at byte ${start}, but '${path}' has ${size ?? 'fewer'} bytes`, {
      code: 'INVALID_PARAMETER_VALUE',
      uri: redactUri(response.url),
    })
  }
  discard(response)
  return emptyContent({ size, range: { start, end: start }, validator: ifMatch })
}
