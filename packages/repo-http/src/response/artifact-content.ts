import {
  type ArtifactContent,
  type ByteRange,
  type HttpResponse,
  IntegrityError,
  MlflowError,
  redactUri,
} from '@mlflow-artifacts/repository'
import { discard } from './discard.ts'
import { emptyContent } from './empty-content.ts'
import type { RequestedContent } from './requested-content.ts'

/**
 * The content of a response with status 200, 206 or 416, if it is what was asked for.
 *
 * @throws IntegrityError where the content changed, another range was sent, or the bytes were encoded on the way
 * @throws MlflowError `INVALID_PARAMETER_VALUE` for a range behind the end
 */
export function artifactContent(response: HttpResponse, requested: RequestedContent): ArtifactContent {
  try {
    return response.status === 416 ? behindTheEnd(response, requested) : judged(response, requested)
  } catch (error) {
    discard(response)
    throw error
  }
}

function judged(response: HttpResponse, requested: RequestedContent): ArtifactContent {
  const { headers, body } = response
  const { ifMatch, knownSize } = requested
  const encoding = headers['content-encoding'] ?? 'identity'
  if (encoding !== 'identity' && requested.encodingIsMetadata !== true) {
    throw wrong(response, requested, `is encoded as ${encoding}, which was not asked for`)
  }
  const validator = strongEtag(headers.etag)
  if (ifMatch !== undefined && validator !== ifMatch) {
    throw wrong(response, requested, 'has changed since it was first read')
  }
  const { range, size } = response.status === 206 ? sentRange(response, requested) : sentWhole(response)
  if (knownSize !== undefined && size !== undefined && size !== knownSize) {
    throw wrong(response, requested, `has ${size} bytes, but the server said ${knownSize}`)
  }
  return { body, size, range, validator, checksums: [], contentType: headers['content-type'] }
}

function sentWhole({ headers }: HttpResponse): { range: undefined; size: number | undefined } {
  return { range: undefined, size: byteCount(headers['content-length']) }
}

function sentRange(response: HttpResponse, requested: RequestedContent): { range: ByteRange; size: number } {
  const { headers } = response
  const header = headers['content-range'] ?? ''
  const [, first, last, total] = (/^bytes (\d+)-(\d+)\/(\d+)$/i.exec(header) ?? []).map(Number)
  const { start = Number.NaN, end = Number.POSITIVE_INFINITY } = requested.range ?? {}
  const length = byteCount(headers['content-length'])
  if (
    first === undefined ||
    last === undefined ||
    total === undefined ||
    first !== start ||
    last + 1 !== Math.min(end, total) ||
    (length !== undefined && length !== last + 1 - first)
  ) {
    throw wrong(response, requested, `was sent in another range than was asked for (${header || 'unnamed'})`)
  }
  return { range: { start: first, end: last + 1 }, size: total }
}

/** A range that starts exactly at the end holds nothing; one behind it is a mistake. */
function behindTheEnd(response: HttpResponse, requested: RequestedContent): ArtifactContent {
  const start = requested.range?.start
  const total = byteCount(/^bytes \*\/(\d+)$/i.exec(response.headers['content-range'] ?? '')?.[1])
  const size = total ?? requested.knownSize ?? (start === 0 ? 0 : undefined)
  if (start === undefined || start !== size) {
    throw new MlflowError(
      `The range starts at byte ${start}, but '${requested.path}' has ${size ?? 'fewer'} bytes`,
      { code: 'INVALID_PARAMETER_VALUE', uri: redactUri(response.url) },
    )
  }
  discard(response)
  return emptyContent({ size, range: { start, end: start }, validator: requested.ifMatch })
}

function wrong({ url }: HttpResponse, { path }: RequestedContent, what: string): IntegrityError {
  return new IntegrityError(`The artifact '${path}' ${what}`, { uri: redactUri(url) })
}

function strongEtag(header: string | undefined): string | undefined {
  return header !== undefined && /^"[^"]*"$/.test(header) ? header : undefined
}

function byteCount(header: string | undefined): number | undefined {
  const count = header !== undefined && /^\d+$/.test(header) ? Number(header) : undefined
  return Number.isSafeInteger(count) ? count : undefined
}
