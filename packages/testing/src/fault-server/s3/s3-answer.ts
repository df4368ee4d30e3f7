import { crc32 } from 'node:zlib'
import { type Answer, smallAnswer } from '../answer.ts'
import type { Fault } from '../fault.ts'
import { fileAnswer } from '../file-answer.ts'
import type { ReceivedRequest } from '../received-request.ts'
import type { ServedFile } from '../served-file.ts'
import type { ServedTree } from '../served-tree.ts'
import { listBucketResult } from './list-bucket-result.ts'
import { s3Error } from './s3-error.ts'

/** The answer of an S3 store to whoever signs their requests. The signature itself is not looked at. */
export function s3Answer(request: ReceivedRequest, tree: ServedTree, fault: Fault): Answer {
  const { kind, path, headers, method, target } = request
  if (headers.authorization === undefined) return xml(403, s3Error('AccessDenied', 'Access Denied'))
  if (kind === 's3-listing')
    return xml(200, listBucketResult(tree, new URL(target, 'http://server').searchParams))
  const file = tree.file(path)
  const isHead = method === 'HEAD'
  if (file === undefined)
    return withoutBody(isHead, xml(404, s3Error('NoSuchKey', 'The key does not exist.')))
  const ifMatch = headers['if-match']
  if (ifMatch !== undefined && ifMatch !== file.etag) {
    return withoutBody(isHead, xml(412, s3Error('PreconditionFailed', 'A condition does not hold.')))
  }
  const serving = { framing: 'length', hasRanges: true, headers: {} } as const
  const answer = fileAnswer(file, headers, serving, fault)
  return withoutBody(isHead, answer.status === 200 ? withChecksum(answer, file, headers) : answer)
}

/** As S3 keeps one of every object, and tells it with the whole to whoever asks. */
function withChecksum(answer: Answer, file: ServedFile, requested: Readonly<Record<string, string>>): Answer {
  const isKnown = Object.keys(answer.headers).some((name) => name.startsWith('x-amz-checksum-'))
  if (isKnown || requested['x-amz-checksum-mode'] !== 'ENABLED') return answer
  let value = 0
  for (const piece of file.read(0, file.size)) value = crc32(piece, value)
  const digest = Buffer.alloc(4)
  digest.writeUInt32BE(value)
  const checksum = { 'x-amz-checksum-crc32': digest.toString('base64'), 'x-amz-checksum-type': 'FULL_OBJECT' }
  return { ...answer, headers: { ...answer.headers, ...checksum } }
}

function withoutBody(isHead: boolean, answer: Answer): Answer {
  return isHead ? { ...answer, isHead } : answer
}

function xml(status: number, text: string): Answer {
  return smallAnswer(status, 'application/xml', text)
}
