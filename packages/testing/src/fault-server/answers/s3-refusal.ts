import type { Fault } from '../fault.ts'
import { s3Error } from '../s3/s3-error.ts'

/**
 * An error in the words of S3.
 *
 * @param headers - further headers, such as `x-amz-bucket-region`, `date` and `retry-after`
 * @param more - further elements of the document, such as `Region`
 */
export function s3Refusal(
  status: number,
  code: string,
  headers: Readonly<Record<string, string>> = {},
  more: Readonly<Record<string, string>> = {},
): Fault {
  const body = s3Error(code, `The message of ${code}`, more)
  return { answer: { status, headers: { 'content-type': 'application/xml', ...headers }, body } }
}
