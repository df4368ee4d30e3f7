import { describe, expect, test } from 'vitest'
import { failureOf } from '../../test/failure-of.ts'
import { makeClient } from '../../test/make-client.ts'
import { serve } from '../../test/serve.ts'
import { parseRequestUrl } from '../urls/parse-request-url.ts'
import { allowedDestinations } from './allowed-destinations.ts'
import { checkDestination } from './check-destination.ts'

const REMOTE = 'http://mlflow.example.com'

function isAllowed(url: string, allowedHosts: readonly string[], chosenBy: string | undefined): boolean {
  const allowed = allowedDestinations({ allowedHosts }, {})
  try {
    checkDestination({ url: parseRequestUrl(url), chosenBy, isConfigured: false }, allowed)
    return true
  } catch (error) {
    expect(error).toMatchObject({ code: 'PERMISSION_DENIED', hint: expect.stringContaining('allowedHosts') })
    return false
  }
}

test.each<[entry: string, yes: string[], no: string[]]>([
  ['*', ['https://a.test', 'http://10.0.0.1:9000', 'http://[2001:db8::1]'], []],
  ['*:443', ['https://a.test', 'http://a.test:443'], ['http://a.test', 'https://a.test:8443']],
  [
    'store.test',
    ['http://store.test', 'https://STORE.test:9000', 'http://store.test.'],
    ['http://a.store.test', 'http://store.test.evil', 'http://xstore.test', 'http://10.0.0.1'],
  ],
  ['Store.TEST', ['http://store.test'], ['http://stores.test']],
  ['bücher.test', ['http://bücher.test', 'http://xn--bcher-kva.test'], ['http://bucher.test']],
  ['store.test:9000', ['http://store.test:9000'], ['http://store.test', 'http://store.test:90']],
  [
    '*.store.test',
    ['http://a.store.test', 'http://a.b.store.test'],
    ['http://store.test', 'http://xstore.test'],
  ],
  ['*.store.test:80', ['http://a.store.test'], ['https://a.store.test']],
  ['10.1.2.3', ['http://10.1.2.3', 'http://0x0a010203:9', 'http://[::ffff:10.1.2.3]'], ['http://10.1.2.4']],
  ['0x0a010203', ['http://10.1.2.3'], ['http://10.1.2.4']],
  ['10.0.0.0/8', ['http://10.255.0.1'], ['http://11.0.0.1', 'http://ten.test']],
  ['192.0.2.7:9000', ['http://192.0.2.7:9000'], ['http://192.0.2.7']],
  ['2001:db8::1', ['http://[2001:db8::1]', 'http://[2001:DB8:0::1]:9'], ['http://[2001:db8::2]']],
  ['[2001:db8::1]:9000', ['http://[2001:db8::1]:9000'], ['http://[2001:db8::1]']],
  ['2001:db8::/32', ['http://[2001:db8:1::1]'], ['http://[2001:db9::1]']],
  ['[2001:db8::]/32', ['http://[2001:db8:1::1]'], ['http://[2001:db9::1]']],
])('%s', (entry, yes, no) => {
  for (const chosenBy of [REMOTE, undefined]) {
    expect(yes.filter((url) => !isAllowed(url, [entry], chosenBy))).toEqual([])
    expect(no.filter((url) => isAllowed(url, [entry], chosenBy))).toEqual([])
  }
})

describe('addresses of this machine and link-local ones have to be named as such', () => {
  const HERE = 'http://127.0.0.1:9000'
  const NAME = 'http://localhost:9000'
  const METADATA = 'http://169.254.169.254'

  test.each([['*'], ['*', '10.0.0.0/8'], ['0.0.0.0/0', '::/0'], ['*', '127.0.0.2'], ['*', 'localhost:9001']])(
    '%s, %s does not name them',
    (...entries) => {
      const hosts = entries.filter((entry) => entry !== undefined)
      expect([HERE, NAME, METADATA].filter((url) => isAllowed(url, hosts, REMOTE))).toEqual([])
    },
  )

  test.each<[hosts: string[], allowed: string[]]>([
    [
      ['*', 'localhost'],
      [HERE, NAME],
    ],
    [['localhost:9000'], [NAME]],
    [['*', '127.0.0.1'], [HERE]],
    [['127.0.0.0/8'], [HERE]],
    [['*', '169.254.169.254'], [METADATA]],
    [['169.254.0.0/16'], [METADATA]],
    [
      ['localhost', '127.0.0.1', '169.254.169.254:80'],
      [HERE, NAME, METADATA],
    ],
    [['169.254.169.254:8080'], []],
  ])('%j does', (hosts, allowed) => {
    expect([HERE, NAME, METADATA].filter((url) => isAllowed(url, hosts, REMOTE))).toEqual(allowed)
  })

  test('a name that was named leads to no other address than one of a network', () => {
    const allowed = allowedDestinations({ allowedHosts: ['store.test', 'store.localhost'] }, {})
    const rules = (host: string) =>
      checkDestination(
        { url: parseRequestUrl(`http://${host}`), chosenBy: REMOTE, isConfigured: false },
        allowed,
      )
    expect(rules('store.test')).toMatchObject({ refused: ['link-local', 'loopback'] })
    expect(rules('store.localhost')).toMatchObject({ allowed: ['127.0.0.0/8', '::1/128'] })
  })
})

test.each([
  '',
  'http://store.test',
  'store.test/path',
  'user@store.test',
  'store.test:99999',
  'store.test:',
  'a*.test',
  '*.*',
  '*.10.0.0.1',
  '10.0.0.0/33',
  '10.0.0/8',
  '10.0.0.0/8:80',
  '::/129',
  '[::1',
  'a b',
])('%j is no host', (entry) => {
  expect(() => allowedDestinations({ allowedHosts: [entry] }, {})).toThrow(
    expect.objectContaining({
      code: 'INVALID_PARAMETER_VALUE',
      message: expect.stringContaining('allowedHosts'),
    }),
  )
})

test.each(['HTTPS', 'https:', 'https://', '', '3s'])('%j is no scheme', (scheme) => {
  expect(() => allowedDestinations({ allowedSchemes: [scheme] }, {})).toThrow(
    expect.objectContaining({
      code: 'INVALID_PARAMETER_VALUE',
      message: expect.stringContaining('allowedSchemes'),
    }),
  )
})

describe('the client goes by them', () => {
  const VARIABLES = {
    MLFLOW_ARTIFACTS_ALLOWED_HOSTS: ' 127.0.0.1 , store.test',
    MLFLOW_ARTIFACTS_ALLOWED_SCHEMES: 'https, s3',
  }

  test('from the environment, the options first', async () => {
    const { origin } = await serve((response) => response.end())
    const url = `${origin}/`
    const elsewhere = url.replace('127.0.0.1', 'localhost')
    const byVariables = makeClient(undefined, { environment: VARIABLES })
    expect(await failureOf(byVariables.request({ url }))).toMatchObject({
      code: 'PERMISSION_DENIED',
      message: expect.stringContaining('the scheme http is not allowed'),
    })
    const byHosts = makeClient(undefined, { environment: VARIABLES, allowedSchemes: ['http'] })
    expect((await byHosts.request({ url, chosenBy: REMOTE })).status).toBe(200)
    expect((await failureOf(byHosts.request({ url: elsewhere }))).message).toContain('is not allowed')
    const byOptions = makeClient(undefined, {
      environment: VARIABLES,
      allowedSchemes: ['http'],
      allowedHosts: ['localhost'],
    })
    expect((await byOptions.request({ url: elsewhere })).status).toBe(200)
    expect((await failureOf(byOptions.request({ url }))).message).toContain('is not allowed')
  })

  test('but for what is configured: the tracking server, and the endpoint of a store', async () => {
    const { origin } = await serve((response) => response.end())
    const closed = { allowedSchemes: [], allowedHosts: [] }
    const url = `${origin}/`
    expect((await makeClient(origin, closed).request({ url })).status).toBe(200)
    expect((await makeClient(undefined, closed).request({ url, isConfigured: true })).status).toBe(200)
    expect((await failureOf(makeClient(undefined, closed).request({ url }))).code).toBe('PERMISSION_DENIED')
  })

  test('a malformed variable is named', async () => {
    const environment = { MLFLOW_ARTIFACTS_ALLOWED_HOSTS: 'http://store.test' }
    expect(
      await failureOf(makeClient(undefined, { environment }).request({ url: 'http://a.test' })),
    ).toMatchObject({
      code: 'INVALID_PARAMETER_VALUE',
      message: 'MLFLOW_ARTIFACTS_ALLOWED_HOSTS holds "http://store.test", which is no host',
    })
  })
})
