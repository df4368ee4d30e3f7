import { Readable } from 'node:stream'
import type { HttpResponse } from '@mlflow-artifacts/repository'

/** Whether an error came with a status of success. Every object has an ETag; the first bytes stay in the body. */
export async function isErrorDocument({ status, headers, body }: HttpResponse): Promise<boolean> {
  const mayBe = status < 300 && headers.etag === undefined && /\bxml\b/.test(headers['content-type'] ?? '')
  if (!mayBe || !(body instanceof Readable)) return false
  for await (const chunk of body.iterator({ destroyOnReturn: false })) {
    body.unshift(chunk)
    return beginsAsError(chunk)
  }
  return false
}

/** Whether bytes are the beginning of an error of S3, in whatever namespace, behind comments and a byte order mark. */
function beginsAsError(bytes: Uint8Array): boolean {
  const text = Buffer.from(bytes.subarray(0, 256)).toString()
  return /^\uFEFF?\s*(?:<\?[^>]*>\s*|<!--.*?-->\s*)*<(?:[\w-]+:)?Error[\s>]/s.test(text)
}
