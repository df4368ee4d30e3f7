import { expect, test } from 'vitest'
import { netlocPort } from './netloc-port.ts'
import { urlparse } from './urlparse.ts'

test.each([
  ['//[::1', 'Invalid IPv6 URL'],
  ['//[1.2.3.4]', 'An IPv4 address cannot be in brackets'],
  ['//[v1]', 'IPvFuture address is invalid'],
  ['//[::1::]', "'::1::' does not appear to be an IPv4 or IPv6 address"],
  ['//[1:2:3:4:5:6:7]', "'1:2:3:4:5:6:7' does not appear to be an IPv4 or IPv6 address"],
  ['//a\u2100b', "netloc 'a\u2100b' contains invalid characters under NFKC normalization"],
])('%s is refused', (url, message) => {
  expect(() => urlparse(url)).toThrow(message)
})

test.each(['//[::]', '//[::ffff:1.2.3.4]', '//[fe80::1%eth0]', '//[1:2:3:4:5:6:7::]', '//[vF.a:b]'])(
  '%s',
  (url) => {
    expect(urlparse(url).netloc).toBe(url.slice(2))
  },
)

test('without fragments, # is a character as any other', () => {
  expect(urlparse('models:/a#b/1?c#d', { allowFragments: false })).toMatchObject({
    path: '/a#b/1',
    query: 'c#d',
    fragment: '',
  })
})

test('a port is a number of ASCII digits', () => {
  expect(netlocPort('u:1@[::1]:080')).toBe(80)
  expect(netlocPort('h:')).toBeUndefined()
  expect(() => netlocPort('h:٣')).toThrow("Port could not be cast to integer value as '٣'")
})
