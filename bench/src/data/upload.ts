import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { type ChecksumAlgorithm, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import type { S3Server } from '../../../tests/src/servers/s3-server.ts'
import { atOnce } from './at-once.ts'
import type { DataFile } from './data-file.ts'

/** Puts files into a bucket, each in one request, with a checksum that the store keeps. */
export async function upload(
  server: S3Server,
  bucket: string,
  files: readonly DataFile[],
  options: { readonly folder: string; readonly algorithm: ChecksumAlgorithm; readonly prefix: string },
): Promise<void> {
  const client = bucketClient(server)
  await atOnce(16, files, ({ path, size }) =>
    client.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: options.prefix + path,
        Body: createReadStream(join(options.folder, path), { highWaterMark: 2 ** 20 }),
        ContentLength: size,
        ChecksumAlgorithm: options.algorithm,
      }),
    ),
  )
  client.destroy()
}

/** A client for preparing what is measured. */
export function bucketClient({ endpoint, environment }: S3Server): S3Client {
  const { AWS_ACCESS_KEY_ID: accessKeyId = '', AWS_SECRET_ACCESS_KEY: secretAccessKey = '' } = environment
  return new S3Client({
    endpoint,
    region: 'us-east-1',
    forcePathStyle: true,
    credentials: { accessKeyId, secretAccessKey },
  })
}
