import { expect, test } from 'vitest'
import { redactUri } from './redact-uri.ts'

test.each([
  ['http://user:secret@h:5000/p', 'http://h:5000/p'],
  ['https://token@h/p', 'https://h/p'],
  ['http://u:p/s?s@h/p', 'http://h/p'],
  ['http://u:p#1@h/p', 'http://h/p'],
  ['http://u:p@s/s@h/p', 'http://h/p'],
  ['//u:p@h/p', '//h/p'],
  ['postgresql+psycopg2://u:p@h/db?password=x', 'postgresql+psycopg2://h/db?password=REDACTED'],
  ['https://h/k?X-Amz-Signature=abc&x#f', 'https://h/k?X-Amz-Signature=REDACTED&REDACTED#f'],
  ['http://[::1/p', 'http://[::1/p'],
  ['http://u:p@[::1/p', 'http://[::1/p'],
])('%s', (uri, expected) => {
  expect(redactUri(uri)).toBe(expected)
})

test.each([
  'http://h:80/a@b',
  'http://[::1]:80/a@b',
  's3://bucket/a b@c/d',
  'wasbs://container@account.blob.core.windows.net/p',
  'runs://profile@databricks/id/p',
  'models:/name@alias',
  '/a/b@c',
  'C:\\a\\b',
  '',
])('%s holds no secret', (uri) => {
  expect(redactUri(uri)).toBe(uri)
})
