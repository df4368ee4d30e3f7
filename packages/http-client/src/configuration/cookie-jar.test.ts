import { describe, expect, test } from 'vitest'
import { CANARY } from '../../test/failure-of.ts'
import { makeClient } from '../../test/make-client.ts'
import { serve } from '../../test/serve.ts'
import { readText } from '../index.ts'
import { parseRequestUrl } from '../urls/parse-request-url.ts'
import { CookieJar } from './cookie-jar.ts'

describe('a gateway that wants its cookie back', () => {
  test('gets it, behind a redirect and later, from the client that it gave it to', async () => {
    const server = await serve((response, { headers, url }) => {
      if (headers.cookie?.includes('session=s3') === true) response.end(headers.cookie)
      else
        response
          .writeHead(302, { location: url, 'set-cookie': ['session=s3; Path=/; HttpOnly', 'b=2'] })
          .end()
    })
    const client = makeClient(server.origin)
    expect(await readText(await client.request({ url: `${server.origin}/a` }))).toBe('session=s3; b=2')
    expect(await readText(await client.request({ url: `${server.origin}/b`, kind: 'data' }))).toBe(
      'session=s3; b=2',
    )
    expect(server.seen).toHaveLength(3)
    await makeClient(server.origin).request({ url: server.origin })
    expect(server.seen).toHaveLength(5)
  })

  test('does not take the place of cookies of the user', async () => {
    const server = await serve((response, { headers }) =>
      response.writeHead(200, { 'set-cookie': ['a=server', 'b=server'] }).end(headers.cookie),
    )
    const client = makeClient(server.origin, { settings: { headers: { Cookie: 'a=own; c=own' } } })
    await client.request({ url: server.origin })
    expect(await readText(await client.request({ url: server.origin }))).toBe('a=own; c=own; b=server')
  })

  test('gets no cookie elsewhere, and nobody else gives us one', async () => {
    const other = await serve((response) =>
      response.writeHead(200, { 'set-cookie': 'x=other; Domain=127.0.0.1' }).end(),
    )
    const server = await serve((response) => {
      response.writeHead(302, { location: other.origin, 'set-cookie': `s=${CANARY}` }).end()
    })
    const client = makeClient(server.origin)
    await client.request({ url: server.origin })
    await client.request({ url: other.origin })
    await client.request({ url: server.origin })
    expect(other.seen.map(({ headers }) => headers.cookie)).toEqual([undefined, undefined, undefined])
    expect(server.seen.map(({ headers }) => headers.cookie)).toEqual([undefined, `s=${CANARY}`])
  })
})

describe('cookies', () => {
  const url = parseRequestUrl('https://h/dir/page')
  const plain = parseRequestUrl('http://h/dir/page')

  test.each<[string, string | undefined]>([
    ['a=1, b=2; Expires=Wed, 21 Oct 2099 07:28:00 GMT; Secure, c="3"', 'a=1; b=2; c="3"'],
    ['a=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT', undefined],
    ['a=1; Max-Age=0; Expires=Wed, 21 Oct 2099 07:28:00 GMT', undefined],
    ['a=1; Max-Age=60', 'a=1'],
    ['a=1; path=/dir', 'a=1'],
    ['a=1; path=/other', undefined],
    ['a=1; path=/di', undefined],
    ['a', undefined],
    [`a=${'x'.repeat(5000)}`, undefined],
    ['a=1, a=2', 'a=2'],
    ['a=1, a=; Max-Age=-1', undefined],
  ])('%s', (received, expected) => {
    const jar = new CookieJar()
    jar.receive('https://h', url, received)
    expect(jar.header('https://h', url, undefined)).toBe(expected)
  })

  test('that are secure are not sent in the open, and none without end', () => {
    const jar = new CookieJar()
    jar.receive('http://h', url, 'a=1; Secure, b=2')
    expect(jar.header('http://h', plain, undefined)).toBe('b=2')
    for (let count = 0; count < 1000; count += 1) jar.receive('http://h', url, `n${count}=1`)
    expect(jar.header('http://h', url, undefined)?.split('; ')).toHaveLength(50)
  })
})
