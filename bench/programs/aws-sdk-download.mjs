// Downloads an object, or all below a directory, 16 at a time: aws-sdk-download.mjs ENDPOINT BUCKET PATH DESTINATION
import { createWriteStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { GetObjectCommand, paginateListObjectsV2, S3Client } from '@aws-sdk/client-s3'

const [endpoint = '', Bucket = '', path = '', destination = ''] = process.argv.slice(2)
const client = new S3Client({ endpoint, forcePathStyle: true, region: 'us-east-1' })

/** @type {string[]} */
const keys = []
for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket, Prefix: path })) {
  for (const { Key = '' } of Contents) keys.push(Key)
}

async function downloadOneByOne() {
  for (let Key = keys.pop(); Key !== undefined; Key = keys.pop()) {
    const target = join(destination, relative(dirname(path), Key))
    await mkdir(dirname(target), { recursive: true })
    const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }))
    if (Body instanceof Readable) await pipeline(Body, createWriteStream(target))
  }
}
await Promise.all(Array.from({ length: 16 }, downloadOneByOne))
