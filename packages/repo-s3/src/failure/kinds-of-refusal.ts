import { S3Failure } from './s3-failure.ts'

/** Refusals of status 400 that may be about a header; the status stands for one without words. */
const OF_HEADERS: ReadonlySet<string> = new Set([
  '400',
  'BadRequest',
  'InvalidArgument',
  'InvalidRequest',
  'NotImplemented',
])

/** Whether a store refused something without saying why. That something is missing or has changed says enough. */
export function isWordless({ status, code }: S3Failure): boolean {
  return (
    status >= 300 && status < 500 && status !== 404 && status !== 412 && status !== 429 && /^\d+$/.test(code)
  )
}

/** Stores that do not know the header refuse it, or leave it out of what they think was signed. */
export function mayRefuseHeader(error: unknown): boolean {
  if (!(error instanceof S3Failure)) return false
  const { status, code } = error
  return status === 501 || code === 'SignatureDoesNotMatch' || (status === 400 && OF_HEADERS.has(code))
}
