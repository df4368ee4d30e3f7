import { expect, test } from 'vitest'
import { CANARY, failureOf } from '../../test/failure-of.ts'
import { makeClient } from '../../test/make-client.ts'
import { parseRequestUrl } from './parse-request-url.ts'

test('the path stays, the host is normalised, a fragment is not sent', () => {
  expect(parseRequestUrl('HTTPS://H.Example:443/a/../%2e?b=/../#c')).toEqual({
    scheme: 'https',
    origin: 'https://h.example',
    hostname: 'h.example',
    port: 443,
    path: '/a/../%2e',
    target: '/a/../%2e?b=/../',
    href: 'https://h.example/a/../%2e?b=/../',
  })
  expect(parseRequestUrl('http://[::1]:81')).toMatchObject({ hostname: '::1', port: 81, target: '/' })
})

test.each([
  'ftp://h/p',
  'h/p',
  '',
  'http://',
  'http:///p',
  `http://user:${CANARY}@h/p`,
  'http://h/a b',
  'http://h/é',
  'http://h/a\r\nb',
  'http://h\n/a',
  'http://h/\0',
  'http://[::1/p',
  'http://h:99999/p',
])('%j cannot be sent', async (url) => {
  const error = await failureOf(makeClient(undefined).request({ url }))
  expect(error.message).toMatch(/^Invalid url: /)
  expect(error.code).toBe('INVALID_PARAMETER_VALUE')
})
