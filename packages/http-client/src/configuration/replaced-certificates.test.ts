import { mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { TLSSocket } from 'node:tls'
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { failureOf } from '../../test/failure-of.ts'
import { type FixtureName, fixturePath, fixturePem } from '../../test/fixture-pem.ts'
import { makeClient } from '../../test/make-client.ts'
import { type Answer, serve, type TestServer } from '../../test/serve.ts'
import { readText } from '../read-text.ts'

let folder: string
let file: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'certificates-'))
  file = join(folder, 'file.pem')
  onTestFinished(() => rmSync(folder, { recursive: true }))
})

function shownTo(socket: unknown): string {
  return socket instanceof TLSSocket ? String(socket.getPeerCertificate().subject.CN) : ''
}

/** Answers with the name in the client certificate, which an authority of its own has to have signed. */
async function serveForClients(
  answer: Answer = (response) => response.end(shownTo(response.socket)),
): Promise<TestServer> {
  const pem = fixturePem('server')
  return await serve(answer, { cert: pem, key: pem, ca: fixturePem('ca'), requestCert: true })
}

function clientOf(server: TestServer, more: Record<string, string> = {}) {
  const environment = {
    MLFLOW_TRACKING_SERVER_CERT_PATH: fixturePath('ca'),
    MLFLOW_TRACKING_CLIENT_CERT_PATH: file,
    ...more,
  }
  return makeClient(server.origin, { environment })
}

describe('a client certificate that is replaced', () => {
  test.each<[string, (name: FixtureName) => void]>([
    ['by another file of its name', (name) => renameTo(fixturePem(name))],
    ['by what is written into it', (name) => writeFileSync(file, fixturePem(name))],
    ['by another link, as Kubernetes does', (name) => linkTo(fixturePath(name))],
  ])('%s, is shown from the next request on', async (_what, replace) => {
    const server = await serveForClients()
    const client = clientOf(server)
    replace('client')
    expect(await readText(await client.request({ url: server.origin }))).toBe('test client')
    replace('server')
    const answers = Array.from({ length: 5 }, () => client.request({ url: server.origin }))
    for (const answer of answers) expect(await readText(await answer)).toBe('localhost')
  })

  test('and is not whole yet, leaves the one before', async () => {
    const server = await serveForClients()
    const client = clientOf(server)
    writeFileSync(file, fixturePem('client'))
    await client.request({ url: server.origin })
    for (const unusable of ['', fixturePem('server').slice(0, 100), certificateOf('server')]) {
      writeFileSync(file, unusable)
      expect(await readText(await client.request({ url: server.origin }))).toBe('test client')
    }
    rmSync(file)
    expect(await readText(await client.request({ url: server.origin }))).toBe('test client')
    writeFileSync(file, fixturePem('server'))
    expect(await readText(await client.request({ url: server.origin }))).toBe('localhost')
  })

  test.each([400, 401, 403, 496])('while it is refused with %i, is shown once more', async (status) => {
    const server = await serveForClients((response) => {
      const name = shownTo(response.socket)
      if (name === 'test client') writeFileSync(file, fixturePem('server'))
      response.writeHead(name === 'test client' ? status : 200).end(name)
    })
    writeFileSync(file, fixturePem('client'))
    const client = clientOf(server)
    expect(await readText(await client.request({ url: server.origin, kind: 'data' }))).toBe('localhost')
    expect(server.seen).toHaveLength(2)
  })

  test('by none that is taken, is asked with once', async () => {
    const server = await serveForClients((response) => response.writeHead(403).end())
    writeFileSync(file, fixturePem('client'))
    const client = clientOf(server)
    expect((await client.request({ url: server.origin })).status).toBe(403)
    expect(server.seen).toHaveLength(1)
  })
})

describe('authorities that are replaced', () => {
  test.each(['MLFLOW_TRACKING_SERVER_CERT_PATH', 'REQUESTS_CA_BUNDLE', 'CURL_CA_BUNDLE'])(
    'in %s',
    async (variable) => {
      const pem = fixturePem('server')
      const server = await serve((response) => response.end(), { cert: pem, key: pem })
      writeFileSync(file, fixturePem('self-signed'))
      const client = makeClient(server.origin, { environment: { [variable]: file } })
      await failureOf(client.request({ url: server.origin }))
      writeFileSync(file, fixturePem('ca'))
      expect((await client.request({ url: server.origin })).status).toBe(200)
    },
  )

  test('and are not whole yet, leave those before', async () => {
    const pem = fixturePem('server')
    const server = await serve((response) => response.end(), { cert: pem, key: pem })
    writeFileSync(file, fixturePem('ca'))
    const client = makeClient(undefined, { environment: { REQUESTS_CA_BUNDLE: file } })
    await client.request({ url: server.origin })
    for (const unusable of ['', fixturePem('ca').slice(0, 300), fixturePem('ca').replace(/^M.*$/m, 'AAAA')]) {
      writeFileSync(file, unusable)
      expect((await client.request({ url: server.origin })).status).toBe(200)
      writeFileSync(file, fixturePem('ca'))
    }
  })

  test('within a folder, which looks as before, are found when the handshake fails', async () => {
    const pem = fixturePem('server')
    const server = await serve((response) => response.end(), { cert: pem, key: pem })
    writeFileSync(file, fixturePem('self-signed'))
    const client = makeClient(undefined, { environment: { REQUESTS_CA_BUNDLE: folder } })
    await failureOf(client.request({ url: server.origin }))
    writeFileSync(file, fixturePem('ca'))
    expect((await client.request({ url: server.origin })).status).toBe(200)
  })
})

function renameTo(content: string): void {
  writeFileSync(join(folder, 'new'), content)
  renameSync(join(folder, 'new'), file)
}

function linkTo(target: string): void {
  symlinkSync(target, join(folder, 'link'))
  renameSync(join(folder, 'link'), file)
}

function certificateOf(name: FixtureName): string {
  return fixturePem(name).split(/-----BEGIN [A-Z ]*PRIVATE KEY-----/)[0] ?? ''
}
