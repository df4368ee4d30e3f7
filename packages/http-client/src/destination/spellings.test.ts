import { createServer } from 'node:http'
import { test as base, describe, expect } from 'vitest'
import { failureOf } from '../../test/failure-of.ts'
import { makeClient } from '../../test/make-client.ts'
import { parseRequestUrl } from '../urls/parse-request-url.ts'
import { checkDestination } from './check-destination.ts'

const REMOTE = 'http://mlflow.example.com:5000'
const LOCAL = ['http://localhost:5000', 'http://127.0.0.1', 'sqlite:////data/mlflow.db', undefined]

/** Ways to write an address of this machine at which a server is reached, as everywhere where there is IPv6. */
const REACHED = [
  'localhost',
  'LocalHost',
  'loc%61lhost',
  'ｌｏｃａｌｈｏｓｔ',
  'ⓛocalhost',
  'lo\u00adcalhost',
  'local\u200bhost',
  '127.0.0.1',
  '127.0.0.1.',
  '127.1',
  '127.0.1',
  '127.8.9.10',
  '127.255.255.254',
  '2130706433',
  '2130706433.',
  '0x7f000001',
  '0X7F.1',
  '0x7f.0x0.0x0.0x1',
  '017700000001',
  '0177.0.0.1',
  '0000177.0.0.01',
  '127.0x0.0.01',
  '１２７.0.0.1',
  '127。0。0。1',
  '①②⑦.0.0.1',
  '%31%32%37.0.0.1',
  '0',
  '0.0',
  '0.0.0.0',
  '0x0',
  '[::1]',
  '[0:0:0:0:0:0:0:1]',
  '[0000::0001]',
  '[::]',
  '[::ffff:127.0.0.1]',
  '[::FFFF:7F00:1]',
  '[0:0:0:0:0:ffff:127.0.0.1]',
  '[::ffff:0.0.0.0]',
]

/** Those that only a network with other rules would bring here, and names that only some machines know. */
const OTHERS_OF_THIS_MACHINE = [
  '0.0.0.1',
  '0.255.255.255',
  '[::127.0.0.1]',
  '[::7f00:1]',
  '[::ffff:0:127.0.0.1]',
  '[64:ff9b::127.0.0.1]',
  '[64:ff9b:1::127.0.0.1]',
  '[2002:7f00:1::]',
  '[2002:7f00:1::1]',
  'localhost.',
  'localhost.localdomain',
  'localhost4',
  'localhost6.localdomain6',
  'ip6-localhost',
  'ip6-loopback',
  'store.localhost',
  'a.b.localhost.',
]

const LINK_LOCAL = [
  '169.254.169.254',
  '169.254.169.254.',
  '169.254.0.0',
  '169.254.255.255',
  '169.254.170.2',
  '169.254.43518',
  '169.16689662',
  '2852039166',
  '0xA9FEA9FE',
  '0xa9fea9fe.',
  '0xa9.0xfe.0xa9.0xfe',
  '0251.0376.0251.0376',
  '025177524776',
  '0000251.254.0xa9.254',
  '１６９.２５４.１６９.２５４',
  '169。254。169。254',
  '①⑥⑨.254.169.254',
  '%31%36%39.254.169.254',
  '[fe80::1]',
  '[FE80::A9FE:A9FE]',
  '[febf:ffff::1]',
  '[::ffff:169.254.169.254]',
  '[::ffff:a9fe:a9fe]',
  '[0:0:0:0:0:FFFF:A9FE:A9FE]',
  '[::169.254.169.254]',
  '[::ffff:0:169.254.169.254]',
  '[64:ff9b::169.254.169.254]',
  '[64:ff9b:1::a9fe:a9fe]',
  '[2002:a9fe:a9fe::1]',
  // Of AWS, Google, Oracle, Scaleway, Alibaba and Azure.
  '[fd00:ec2::254]',
  '[fd00:ec2::23]',
  '[fd20:ce::254]',
  '[fd00:c1::a9fe:a9fe]',
  '[fd00:42::42]',
  '100.100.100.200',
  '0x646464c8',
  '192.0.0.192',
  '168.63.129.16',
  '[::ffff:168.63.129.16]',
  'metadata.google.internal',
  'METADATA.google.internal.',
  'metadata.goog',
  'metadata',
  'instance-data',
  'instance-data.ec2.internal',
  'metadata.tencentyun.com',
  'api.metadata.cloud.ibm.com',
]

/** What is private, near or similar, and no more than that. */
const ELSEWHERE = [
  '10.0.0.5',
  '172.16.0.1',
  '192.168.1.10',
  '100.64.0.1',
  '100.100.100.201',
  '169.253.255.255',
  '169.255.0.0',
  '126.255.255.255',
  '128.0.0.1',
  '1.0.0.0',
  '168.63.129.17',
  '[fd00::1]',
  '[fd00:ec2:80::1]',
  '[fec0::1]',
  '[2001:db8::1]',
  '[::ffff:10.0.0.5]',
  '[64:ff9b::8.8.8.8]',
  '[2002:808:808::1]',
  'minio',
  'store.example.com',
  'localhost.example.com',
  'notlocalhost',
  'metadata.example.com',
  '169.254.169.254.example.com',
]

/** A server at every address of this machine. */
const test = base.extend<{ here: { port: number; count: number } }>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads what a fixture needs from its pattern.
  here: async ({}, use) => {
    const here = { port: 0, count: 0 }
    const server = createServer((_request, response) => {
      here.count += 1
      response.end('here')
    })
    await new Promise<void>((resolve) => {
      server.once('error', () => server.listen(0, '0.0.0.0', resolve)).listen(0, '::', resolve)
    })
    const address = server.address()
    if (address !== null && typeof address === 'object') here.port = address.port
    await use(here)
    server.closeAllConnections()
    server.close()
  },
})

function check(host: string, chosenBy: string | undefined, isConfigured = false): unknown {
  const url = parseRequestUrl(`http://${host}:9000/secret?signature=x`)
  return checkDestination({ url, chosenBy, isConfigured }, { schemes: undefined, hosts: undefined })
}

describe('this machine', () => {
  test.for(REACHED)(
    '%j is reached by those who may, and not at the word of a server elsewhere',
    async (host, { here }) => {
      const client = makeClient(undefined)
      const url = `http://${host}:${here.port}/`
      for (const chosenBy of LOCAL) expect((await client.request({ url, chosenBy })).status).toBe(200)
      expect((await client.request({ url, chosenBy: REMOTE, isConfigured: true })).status).toBe(200)
      const { count } = here
      expect(await failureOf(client.request({ url, chosenBy: REMOTE }))).toMatchObject({
        code: 'PERMISSION_DENIED',
        retryable: false,
        message: expect.stringMatching(
          /^No request is sent to .*, to which .*example.com:5000 led: .* of this machine$/,
        ),
        hint: expect.stringContaining('allowedHosts'),
      })
      expect(here.count).toBe(count)
    },
  )

  test.for(OTHERS_OF_THIS_MACHINE)('%j, too', (host) => {
    expect(() => check(host, REMOTE)).toThrow('of this machine')
    for (const chosenBy of LOCAL) expect(check(host, chosenBy)).toMatchObject({ refused: ['link-local'] })
  })
})

test.for(LINK_LOCAL)('%j is link-local, and only the configuration may lead there', (host) => {
  for (const chosenBy of [REMOTE, ...LOCAL]) {
    expect(() => check(host, chosenBy)).toThrow(expect.objectContaining({ code: 'PERMISSION_DENIED' }))
    expect(() => check(host, chosenBy)).toThrow('a link-local address')
    expect(() => check(host, chosenBy)).not.toThrow('signature=x')
    expect(check(host, chosenBy, true)).toBeUndefined()
  }
})

test.for(ELSEWHERE)('%j is elsewhere, and anybody may lead there', (host) => {
  expect(check(host, REMOTE)).toEqual({ refused: ['link-local', 'loopback'], allowed: [] })
})
