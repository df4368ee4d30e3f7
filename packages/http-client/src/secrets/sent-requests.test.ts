import { describe, expect, test } from 'vitest'
import { SentRequests } from './sent-requests.ts'

const TOKEN = 'tok3n.with-many_characters~+/==1'
const PASSWORD = 'pä55 "word" & <more>'

function sentWith(headers: Record<string, string>, target = '/'): SentRequests {
  const sent = new SentRequests()
  sent.note({ headers, target, proxyAuthorization: undefined })
  return sent
}

const base64 = (text: string): string => Buffer.from(text).toString('base64')
const basic = (userinfo: string): Record<string, string> => ({ authorization: `Basic ${base64(userinfo)}` })

describe('what a server repeats', () => {
  test.each([
    ['as it is', `a ${TOKEN} b`, 'a REDACTED b'],
    ['twice', `${TOKEN}${TOKEN} ${TOKEN}`, 'REDACTED REDACTED'],
    ['in JSON in JSON', JSON.stringify(JSON.stringify({ m: TOKEN })), '"{\\"m\\":\\"REDACTED\\"}"'],
    ['encoded letter by letter', Buffer.from(TOKEN).toString('hex').replace(/../g, '%$&'), 'REDACTED'],
    ['in base64', `x=${base64(TOKEN)};`, 'x=REDACTED=;'],
    ['without its end', `it is ${TOKEN.slice(0, 14)}`, 'it is REDACTED'],
  ])('%s goes, and only that', (_how, said, shown) => {
    expect(sentWith({ authorization: `Bearer ${TOKEN}` }).redact(said)).toBe(shown)
  })

  test('goes, also in the middle of base64, of hexadecimal, and of base64 of base64', () => {
    const sent = sentWith({ authorization: `Bearer ${TOKEN}` })
    for (const before of ['', 'a', 'ab', 'abc']) {
      const said = `${before}: ${TOKEN} is wrong`
      for (const encoded of [base64(said), base64(base64(said)), Buffer.from(said).toString('hex')]) {
        const shown = sent.redact(encoded)
        expect(shown).toContain('REDACTED')
        const decoded = [shown, Buffer.from(shown, 'base64').toString(), Buffer.from(shown, 'hex').toString()]
        expect(decoded.join()).not.toContain(TOKEN.slice(0, 8))
      }
    }
  })

  test('of a password goes in UTF-8 and in Latin-1', () => {
    for (const encoding of ['utf8', 'latin1'] as const) {
      const sent = sentWith(basic(`me:${PASSWORD}`))
      expect(sent.redactBytes(Buffer.from(`it is ${PASSWORD}!`, encoding)).toString()).toBe('it is REDACTED!')
    }
  })

  test('of a short password goes where it is a word', () => {
    expect(sentWith(basic('somebody:x7q')).redact('no x7q, but ax7q')).toBe('no REDACTED, but ax7q')
  })

  test('of a signature goes in its parts', () => {
    const credential = 'AKIDOFTHETEST/20260101/us-east-1/s3/aws4_request'
    const signature = 'fe5f80f77d5fa3beca038a248ff027d0445342fe2855ddc963176630326f1024'
    const sent = sentWith({
      authorization: `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host;range, Signature=${signature}`,
    })
    expect(sent.redact(`AKIDOFTHETEST: ${signature}, of host;range`)).toBe(
      'REDACTED: REDACTED, of host;range',
    )
  })

  test('stays where it is nothing that was sent', () => {
    const said = '{"error_code": "RESOURCE_DOES_NOT_EXIST", "message": "Run \'42\' (AbCdEfGhIjKl) not found"}'
    const bytes = Buffer.from(said)
    expect(sentWith({ authorization: `Bearer ${TOKEN}` }).redactBytes(bytes)).toBe(bytes)
  })
})

test('a secret is remembered behind any number of requests that hold none', () => {
  const sent = sentWith({ authorization: `Bearer ${TOKEN}` })
  for (let start = 0; start < 1_000; start += 1)
    sent.note({ headers: { range: `bytes=${start}-` }, target: `/${start}`, proxyAuthorization: undefined })
  expect(sent.redact(`it is ${TOKEN}!`)).toBe('it is REDACTED!')
})

test('a secret that the environment has since the last request goes, too', () => {
  const environment = { AWS_SECRET_ACCESS_KEY: 'first-secret-0123456789' }
  const sent = new SentRequests(environment)
  const request = { headers: {}, target: '/', proxyAuthorization: undefined }
  for (const secret of ['first-secret-0123456789', 'second-secret-9876543210']) {
    environment.AWS_SECRET_ACCESS_KEY = secret
    sent.note(request)
    expect(sent.redactBytes(Buffer.from(`it is ${secret}!`)).toString()).toBe('it is REDACTED!')
    expect(sent.redactOwn(`it is ${secret}!`)).toBe('it is REDACTED!')
  }
})

test('of two values that overlap nothing is left', () => {
  const sent = new SentRequests()
  for (const token of ['abcdefghijklm-1', 'jklm-1nopqrstuv'])
    sent.note({ headers: { authorization: `Bearer ${token}` }, target: '/', proxyAuthorization: undefined })
  expect(sent.redact('it is abcdefghijklm-1nopqrstuv!')).toBe('it is REDACTED!')
})

describe('what cannot be looked through soon is not shown at all', () => {
  test('as it is encoded in many ways, over and over', () => {
    const sent = sentWith({ authorization: `Bearer ${TOKEN}` })
    const layered = '%25252525\\\\\\\\\\\\\\\\&amp;amp;amp;amp;'
    expect(sent.redact(layered.repeat(10))).toBe(layered.repeat(10))
    expect(sent.redact(layered.repeat(1_000))).toBe('REDACTED')
  })

  test('as it nearly is what a server had chosen, who redirects to addresses with many values', () => {
    const sent = new SentRequests()
    const [start, middle] = ['a'.repeat(8), 'a'.repeat(20)]
    for (let request = 0; request < 128; request += 1) {
      const query = Array.from({ length: 100 }, (_, at) => `token${at}=${start}://${middle}${request}x${at}`)
      sent.note({ headers: {}, target: `/?${query.join('&')}`, proxyAuthorization: undefined })
    }
    expect(sent.redact(`${start}: `)).toBe(`${start}: `)
    expect(sent.redact(`${start}://${middle}. `.repeat(100))).toBe('REDACTED')
  })
})
