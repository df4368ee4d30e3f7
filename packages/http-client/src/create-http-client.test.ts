import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import manifest from '../package.json' with { type: 'json' }
import { failureOf } from '../test/failure-of.ts'
import { fixturePem } from '../test/fixture-pem.ts'
import { makeClient } from '../test/make-client.ts'
import { serve } from '../test/serve.ts'
import { ConnectionPools, createHttpClient } from './index.ts'
import { VERSION } from './version.ts'

const run = promisify(execFile)

test('the version is that of the package', () => {
  expect(VERSION).toBe(manifest.version)
})

test('what is wrong with the environment is an error of the first request', async () => {
  const client = createHttpClient({
    environment: { MLFLOW_HTTP_REQUEST_TIMEOUT: 'soon' },
    trackingUri: 'http://h',
  })
  expect(await failureOf(client.request({ url: 'http://h/' }))).toMatchObject({
    code: 'INVALID_PARAMETER_VALUE',
    message:
      "Failed to convert 'soon' for MLFLOW_HTTP_REQUEST_TIMEOUT: invalid literal for int() with base 10: 'soon'",
  })
})

/** A server that notes the connections over which it was asked. */
async function serveCounting(): Promise<{ url: string; connections: ReadonlySet<number | undefined> }> {
  const connections = new Set<number | undefined>()
  const server = await serve((response) => {
    connections.add(response.socket?.remotePort)
    response.end()
  })
  return { url: server.origin, connections }
}

test('clients share the connections of their pools where their settings agree', async () => {
  const { url, connections } = await serveCounting()
  const pools = new ConnectionPools()
  const settings = { maxConnectionsPerOrigin: 1 }
  for (let call = 0; call < 3; call++) await makeClient(undefined, { pools, settings }).request({ url })
  expect(connections.size).toBe(1)
  const others = { ...settings, timeouts: { connectMs: 1000 } }
  await makeClient(undefined, { pools, settings: others }).request({ url })
  expect(connections.size).toBe(2)
  await pools.close()
})

test('there are no more connections to an origin than allowed', async () => {
  const { url, connections } = await serveCounting()
  const client = makeClient(undefined, { settings: { maxConnectionsPerOrigin: 3 } })
  await Promise.all(Array.from({ length: 30 }, () => client.request({ url })))
  expect(connections.size).toBe(3)
})

test('a client that was closed opens new connections', async () => {
  const server = await serve((response) => response.end())
  const client = makeClient(undefined)
  await client.request({ url: server.origin })
  await client.close()
  expect((await client.request({ url: server.origin })).status).toBe(200)
})

test.each(['http', 'https'] as const)(
  'a connection at rest does not keep the process alive: %s',
  async (scheme) => {
    const pem = fixturePem('server')
    const tls = scheme === 'https' ? { cert: pem, key: pem, keepAliveTimeout: 600_000 } : undefined
    const server = await serve((response) => response.setHeader('keep-alive', 'timeout=600').end('x'), tls)
    const program = `
    const { createHttpClient } = await import(process.argv[1])
    const settings = { tls: { rejectUnauthorized: false } }
    const client = createHttpClient({ environment: {}, trackingUri: undefined, settings })
    const { status } = await client.request({ url: process.argv[2] })
    process.stdout.write(String(status))`
    const entry = new URL('../dist/index.js', import.meta.url)
    const { stdout } = await run(
      process.execPath,
      ['--input-type=module', '--eval', program, fileURLToPath(entry), server.origin],
      { timeout: 10_000 },
    )
    expect(stdout).toBe('200')
  },
)
