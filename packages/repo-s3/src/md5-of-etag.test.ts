import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { md5OfETag } from './md5-of-etag.ts'

const HEX = '9a0364b9e99bb480dd25e1f0284c8555'

const isMd5 = (url: string, headers: Record<string, string> = {}): boolean =>
  md5OfETag({ status: 200, url, headers: { etag: `"${HEX}"`, ...headers }, body: Readable.from([]) })
    .length === 1

test.each([
  'https://bucket.s3.amazonaws.com/key',
  'https://bucket.s3.eu-west-1.amazonaws.com/key',
  'https://a.dotted.bucket.s3-us-west-2.amazonaws.com/key',
  'https://s3.us-gov-west-1.amazonaws.com/bucket/key',
  'https://bucket.s3-fips.dualstack.us-east-1.amazonaws.com/key',
  'https://bucket.s3-accelerate.dualstack.amazonaws.com/key',
  'https://bucket.s3.cn-north-1.amazonaws.com.cn/key',
  'https://ap-123456789012.s3-accesspoint.us-west-2.amazonaws.com/key',
])('the ETag of %s is an MD5', (url) => {
  expect(isMd5(url)).toBe(true)
})

test.each([
  'https://bucket--use1-az4--x-s3.s3express-use1-az4.us-east-1.amazonaws.com/key',
  'https://ap-123456789012.o-01ac5d28a6a232904.s3-outposts.us-east-1.amazonaws.com/key',
  'https://ap-123456789012.s3-object-lambda.us-east-1.amazonaws.com/key',
  'https://alias--ol-s3.s3.us-east-1.amazonaws.com/key',
  'https://alias--op-s3.s3.us-east-1.amazonaws.com/key',
  'https://ap--use1-az4--xa-s3.s3.us-east-1.amazonaws.com/key',
  'https://minio.example.com/bucket/key',
  'https://s3.amazonaws.com.example.com/bucket/key',
])('that of %s may be anything', (url) => {
  expect(isMd5(url)).toBe(false)
})

test.each([
  { 'x-amz-server-side-encryption': 'aws:kms' },
  { 'x-amz-server-side-encryption': 'aws:kms:dsse' },
  { 'x-amz-server-side-encryption-customer-algorithm': 'AES256' },
  { etag: `"${HEX}-2"` },
])('nor is it one with %j', (headers) => {
  expect(isMd5('https://bucket.s3.amazonaws.com/key', headers)).toBe(false)
})
