import { readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { TLSSocket } from 'node:tls'
import { inspect } from 'node:util'
import type { FaultServer } from '@mlflow-artifacts/testing/fault-server'
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { textOf } from '../../test/collect.ts'
import { atGoogle, startGcs, testRepository } from '../../test/start-gcs.ts'
import { certificatePath } from '../../test/start-google.ts'
import { temporaryFolder, writeKey } from '../../test/start-tokens.ts'
import { stubNoAccount } from '../../test/stub-no-account.ts'

let folder: string
let file: string
let server: FaultServer

beforeEach(async () => {
  folder = await temporaryFolder()
  stubNoAccount(folder)
  file = join(folder, 'key.json')
  server = await startGcs({ 'run/a.txt': 'a' })
})
afterEach(() => vi.unstubAllEnvs())

/** Gives out tokens to those with a certificate, for a workload whose key file it writes. */
async function startCertified(listener: RequestListener): Promise<void> {
  const pem = readFileSync(certificatePath('server'))
  const ca = readFileSync(certificatePath('ca'))
  const tokens = createServer({ key: pem, cert: pem, ca, requestCert: true }, listener)
  await new Promise<void>((resolve) => tokens.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    tokens.close()
    tokens.closeAllConnections()
  })
  const address = tokens.address()
  const config = join(folder, 'config.json')
  const client = certificatePath('client')
  const workload = { cert_path: client, key_path: client }
  await writeFile(config, JSON.stringify({ cert_configs: { workload } }))
  await writeKey(file, `https://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`, {
    subject_token_type: 'urn:ietf:params:oauth:token-type:mtls',
    credential_source: { certificate: { certificate_config_location: config } },
  })
}

function repository(variables: Readonly<Record<string, string>> = {}) {
  const environment = {
    ...atGoogle(server).environment,
    GOOGLE_APPLICATION_CREDENTIALS: file,
    REQUESTS_CA_BUNDLE: certificatePath('ca'),
    ...variables,
  }
  return testRepository(server, { environment })
}

const isCertified = ({ socket }: IncomingMessage): boolean => socket instanceof TLSSocket && socket.authorized

const give = (response: ServerResponse): void => {
  response.writeHead(200, { 'content-type': 'application/json' })
  response.end(JSON.stringify({ access_token: 'canary-token', expires_in: 3600, token_type: 'Bearer' }))
}

describe('a workload that is known by its certificate', () => {
  test('presents it to whom the authorities of the call vouch for, at every token', async () => {
    const seen: boolean[] = []
    await startCertified((request, response) => {
      seen.push(isCertified(request))
      give(response)
    })
    expect(await textOf(await repository().open('a.txt'))).toBe('a')
    server = await startGcs({ 'run/a.txt': 'a' })
    expect(await textOf(await repository().open('a.txt'))).toBe('a')
    expect(seen).toEqual([true, true])
    const error: unknown = await repository({ REQUESTS_CA_BUNDLE: '' })
      .open('a.txt')
      .catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ hint: expect.stringContaining('REQUESTS_CA_BUNDLE') })
  })

  test('asks no more when the call is given up', async () => {
    let open = 0
    await startCertified((_request, response) => {
      open += 1
      response.once('close', () => {
        open -= 1
      })
    })
    const controller = new AbortController()
    const reason = new Error('enough')
    const opened = repository().open('a.txt', { signal: controller.signal })
    await vi.waitUntil(() => open === 1)
    controller.abort(reason)
    await expect(opened).rejects.toBe(reason)
    await vi.waitUntil(() => open === 0)
  })

  test('reads no answer without an end', async () => {
    await startCertified((_request, response) => {
      const more = (): void => {
        while (response.write(Buffer.alloc(65_536, ' ')));
        response.once('drain', more)
      }
      more()
    })
    await expect(repository().open('a.txt')).rejects.toMatchObject({ code: 'MAX_READ_SIZE_EXCEEDED' })
  })

  test('shows nothing of what it was asked with', async () => {
    await startCertified(async (request, response) => {
      response.writeHead(400, { 'content-type': 'application/json' })
      const error_description = new URLSearchParams(await text(request)).get('subject_token')
      response.end(JSON.stringify({ error: 'invalid_grant', error_description }))
    })
    const error: unknown = await repository()
      .open('a.txt')
      .catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({
      code: 'UNAUTHENTICATED',
      message: expect.stringContaining('invalid_grant'),
    })
    expect(inspect(error, { depth: 9 })).not.toContain('MII')
  })
})
