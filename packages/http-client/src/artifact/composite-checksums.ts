import type { Checksum, HttpResponse } from '@mlflow-artifacts/repository'
import { DIGEST_BYTES } from './digest-bytes.ts'
import { OF_S3 } from './stored-checksums.ts'

/** S3 takes no more of one object. */
const MOST_PARTS = 10_000

/**
 * In how many parts an object came to an S3 store whose checksums are those of the parts' checksums; `undefined` where
 * there are no such checksums, or of more parts than may be, or only a range was sent.
 */
export function compositePartCount({ status, headers }: HttpResponse): number | undefined {
  if (status !== 200) return undefined
  const counts = OF_S3.map(([, header]) => Number(composite(headers[header])?.[2]))
  return counts.find((count) => Number.isSafeInteger(count) && count > 0 && count <= MOST_PARTS)
}

/** These checksums, for whoever knows how many bytes each part has, or can find out whether that is right. */
export function compositeChecksums(
  { headers }: HttpResponse,
  partSize: number,
  confirmPartSize?: Checksum['confirmPartSize'],
): Checksum[] {
  return OF_S3.flatMap(([algorithm, header]) => {
    const value = Buffer.from(composite(headers[header])?.[1] ?? '', 'base64')
    if (value.byteLength !== DIGEST_BYTES[algorithm]) return []
    return [{ algorithm, value, of: 'whole', partSize, ...(confirmPartSize && { confirmPartSize }) }]
  })
}

/** The digest, in base64, and the number of parts. */
function composite(text: string | undefined): RegExpExecArray | null {
  return text === undefined ? null : /^([\w+/]+={0,2})-(\d+)$/.exec(text)
}
