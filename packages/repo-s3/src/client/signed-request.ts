import type { S3Client } from '@aws-sdk/client-s3'
import { encodePath } from '@mlflow-artifacts/http-client'
import { MlflowError } from '@mlflow-artifacts/repository'

type AuthScheme = NonNullable<Parameters<S3Client['config']['signer']>[0]>
type Signer = Awaited<ReturnType<S3Client['config']['signer']>>

/** What the client's own middleware knows of a command, once it has found where to send it. */
interface FoundEndpoint {
  readonly endpointV2?: { readonly url: URL; readonly properties?: { readonly authSchemes?: AuthScheme[] } }
}

/** Where a bucket is, and how requests to it are signed. */
export interface BucketEndpoint {
  readonly url: URL
  readonly scheme: AuthScheme
  /** Asks for the credentials with each request; making one takes as long as signing does. */
  readonly signer: Signer
}

/** Asks a client where a bucket is: its own endpoint rules answer, and nothing is sent. */
export async function bucketEndpoint(client: S3Client, bucket: string): Promise<BucketEndpoint> {
  const { GetObjectCommand } = await import('@aws-sdk/client-s3')
  const command = new GetObjectCommand({ Bucket: bucket, Key: 'key' })
  let found: Omit<BucketEndpoint, 'signer'> | undefined
  command.middlewareStack.addRelativeTo(
    (_next: unknown, context: FoundEndpoint) => async () => {
      const { url, properties } = context.endpointV2 ?? {}
      const schemes = properties?.authSchemes ?? []
      const scheme = schemes.find(({ name }) => name === 'sigv4') ?? schemes[0]
      if (url !== undefined && scheme !== undefined) found = { url, scheme }
      return { output: { $metadata: {} }, response: undefined }
    },
    { name: 'endpointOnly', relation: 'after', toMiddleware: 'endpointV2Middleware' },
  )
  await client.send(command)
  if (found === undefined) throw new MlflowError(`There is no endpoint for the bucket '${bucket}'`)
  return { ...found, signer: await client.config.signer(found.scheme) }
}

/** A GET of an object, as the client itself would sign it. */
export async function signedRequest(
  client: S3Client,
  { url, scheme, signer }: BucketEndpoint,
  key: string,
  headers: Readonly<Record<string, string>>,
): Promise<{ readonly url: string; readonly headers: Record<string, string> }> {
  // That of a multi-region access point is a pattern.
  const signingRegion = scheme.signingRegion ?? scheme.signingRegionSet?.[0]
  const path = `${url.pathname.replace(/\/$/, '')}/${encodePath(key)}`
  const signed = await signer.sign(
    {
      method: 'GET',
      protocol: url.protocol,
      hostname: url.hostname,
      path,
      query: { 'x-id': 'GetObject' },
      headers: { host: url.host, ...headers },
    },
    {
      signingDate: new Date(Date.now() + client.config.systemClockOffset),
      ...(signingRegion !== undefined && { signingRegion }),
      signingService: scheme.signingName,
    },
  )
  const { host: _, ...sent } = signed.headers
  return { url: `${url.protocol}//${url.host}${path}?x-id=GetObject`, headers: sent }
}
