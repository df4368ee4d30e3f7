import { MlflowError, redactUri } from '@mlflow-artifacts/repository'
import type { JsonValue } from '@mlflow-artifacts/repository/python'
import { THROUGH_SERVER } from './through-server.ts'

/**
 * The headers that a presigned download may need, because they are signed or hold a key of the caller's: what S3, Google
 * Cloud Storage and Azure take with a GET. Other names mean something to other servers, such as the metadata service of
 * a cloud (`Metadata`, `Metadata-Flavor`, `X-aws-ec2-metadata-token`), or are the client's own (`Range`, `Accept-Encoding`).
 */
const ALLOWED: ReadonlySet<string> = new Set([
  'x-amz-server-side-encryption-customer-algorithm',
  'x-amz-server-side-encryption-customer-key',
  'x-amz-server-side-encryption-customer-key-md5',
  'x-amz-request-payer',
  'x-amz-expected-bucket-owner',
  'x-amz-checksum-mode',
  'x-amz-content-sha256',
  'x-amz-date',
  'x-amz-security-token',
  'x-goog-encryption-algorithm',
  'x-goog-encryption-key',
  'x-goog-encryption-key-sha256',
  'x-goog-user-project',
  'x-goog-content-sha256',
  'x-goog-date',
  'x-ms-encryption-algorithm',
  'x-ms-encryption-key',
  'x-ms-encryption-key-sha256',
  'x-ms-client-request-id',
  'x-ms-date',
  'x-ms-version',
])

/**
 * What a server's answer says is to be sent with a presigned URL, names in lower case. `Host` is left out where it is the
 * URL's own, as some signers list it.
 *
 * @throws MlflowError `PERMISSION_DENIED` for a header that no store needs
 */
export function presignedHeaders(
  value: JsonValue | undefined,
  url: string,
  server: string,
): Record<string, string> {
  const headers: Record<string, string> = {}
  for (const [name, content] of Object.entries(value ?? {})) {
    const lower = name.toLowerCase()
    if (lower === 'host' && String(content).toLowerCase() === new URL(url).host) continue
    if (!ALLOWED.has(lower) || !['string', 'number', 'boolean'].includes(typeof content)) {
      throw new MlflowError(
        `The server ${server} wants the header ${JSON.stringify(name.slice(0, 100))} to be sent to its store, which no store needs`,
        { code: 'PERMISSION_DENIED', uri: redactUri(url), hint: THROUGH_SERVER },
      )
    }
    headers[lower] = String(content)
  }
  return headers
}
