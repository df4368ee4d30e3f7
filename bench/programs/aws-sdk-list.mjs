// Prints how many objects are below a directory: aws-sdk-list.mjs ENDPOINT BUCKET PATH
import { paginateListObjectsV2, S3Client } from '@aws-sdk/client-s3'

const [endpoint = '', Bucket = '', path = ''] = process.argv.slice(2)
const client = new S3Client({ endpoint, forcePathStyle: true, region: 'us-east-1' })
let listed = 0
for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket, Prefix: `${path}/` })) {
  listed += Contents.length
}
console.log(JSON.stringify({ listed }))
