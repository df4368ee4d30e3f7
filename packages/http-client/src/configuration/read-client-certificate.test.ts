import { createPrivateKey } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { CANARY, failureOf } from '../../test/failure-of.ts'
import { fixturePath, fixturePem } from '../../test/fixture-pem.ts'
import { makeClient } from '../../test/make-client.ts'
import { serve, type TestServer } from '../../test/serve.ts'
import type { TlsSettings } from '../index.ts'

const VARIABLE = 'MLFLOW_TRACKING_CLIENT_CERT_PATH'
const PEM = fixturePem('client')
const [certificate = ''] = /-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----\n/s.exec(PEM) ?? []
const key = createPrivateKey(PEM)
const encrypted = (type: 'pkcs8' | 'sec1'): string =>
  key.export({ type, format: 'pem', cipher: 'aes-256-cbc', passphrase: CANARY }).toString()

function serveForClients(): Promise<TestServer> {
  const pem = fixturePem('server')
  const tls = { cert: pem, key: pem, ca: fixturePem('ca'), requestCert: true, rejectUnauthorized: true }
  return serve((response) => response.end(), tls)
}

async function clientFor(server: TestServer, pem: string | undefined, tls: TlsSettings = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'http-client-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const path = join(folder, 'client.pem')
  if (pem !== undefined) writeFileSync(path, pem)
  const environment = {
    MLFLOW_TRACKING_SERVER_CERT_PATH: fixturePath('ca'),
    ...(pem !== undefined && { [VARIABLE]: path }),
  }
  return makeClient(server.origin, { environment, settings: { tls } })
}

test.each(['pkcs8', 'sec1'] as const)(
  'a passphrase decrypts a key in %s, wherever it stands',
  async (type) => {
    const server = await serveForClients()
    for (const client of [
      await clientFor(server, certificate + encrypted(type), { passphrase: CANARY }),
      await clientFor(server, undefined, { cert: certificate, key: encrypted(type), passphrase: CANARY }),
    ]) {
      expect((await client.request({ url: server.origin })).status).toBe(200)
    }
  },
)

test.each<[string, string | undefined, TlsSettings, string, string]>([
  ['no key', certificate, {}, `${VARIABLE} holds a client certificate without its key`, 'same PEM file'],
  ['no key', undefined, { cert: certificate }, 'The option http.tls.cert holds', 'same PEM file'],
  [
    'an encrypted key',
    certificate + encrypted('pkcs8'),
    {},
    `${VARIABLE} holds an encrypted key`,
    'passphrase',
  ],
  ['an old encrypted key', certificate + encrypted('sec1'), {}, 'holds an encrypted key', 'passphrase'],
  [
    'a wrong passphrase',
    certificate + encrypted('pkcs8'),
    { passphrase: 'wrong' },
    'cannot be used',
    'passphrase',
  ],
  [
    'the key of another',
    certificate + fixturePem('server'),
    {},
    'cannot be used',
    'belongs to the certificate',
  ],
  [
    'the key of another',
    undefined,
    { cert: PEM, key: fixturePem('server') },
    'The option http.tls.key',
    'belongs',
  ],
])('%s is said before anything is sent', async (_name, pem, tls, message, hint) => {
  const server = await serveForClients()
  const error = await failureOf((await clientFor(server, pem, tls)).request({ url: server.origin }))
  expect(error).toMatchObject({ code: 'INVALID_PARAMETER_VALUE', retryable: false })
  expect(error.message).toContain(message)
  expect(error.hint).toContain(hint)
  expect(error.hint).toContain(VARIABLE)
  expect(server.seen).toEqual([])
})
