import { expect, test } from 'vitest'
import { findLeaks } from './find-leaks.ts'
import { SECRETS } from './secrets.ts'

const { password } = SECRETS

test.each([
  `user:${password}`,
  `http://user:${encodeURIComponent(password)}@host/`,
  `http://user:${encodeURIComponent(password).toLowerCase()}@host/`,
  JSON.stringify({ password }),
  ...['', 'a', 'ab', 'abc'].map((user) => `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`),
  Buffer.from(password).toString('latin1'),
])('finds the password in %j', (text) => {
  expect(findLeaks(text, SECRETS)).toEqual([expect.stringMatching(/^password: /)])
})

test('finds the signature of a signed URL', () => {
  expect(findLeaks('http://s3/b/k?X-Amz-Expires=300&X-Amz-Signature=0123456789abcdef', SECRETS)).toHaveLength(
    1,
  )
})

test('leaves other texts alone', () => {
  expect(findLeaks('Authorization: Basic (hidden), password: ***, X-Amz-Signature=***', SECRETS)).toEqual([])
})
