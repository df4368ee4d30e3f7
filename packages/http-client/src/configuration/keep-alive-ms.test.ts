import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { failureOf } from '../../test/failure-of.ts'
import { makeClient } from '../../test/make-client.ts'
import { serve } from '../../test/serve.ts'
import { keepAliveMs } from './keep-alive-ms.ts'

// The kernel's list of its connections: `timer_active:expires` of the client's end, in hundredths of a second.
const CONNECTIONS = '/proc/net/tcp'
const KEEP_ALIVE_TIMER = '02'
/** An earlier connection may still wait for its end at the same port. */
const ESTABLISHED = '01'

test.runIf(process.platform === 'linux').each([
  [{}, 30],
  [{ MLFLOW_HTTP_TCP_KEEPALIVE_IDLE: '300' }, 300],
  [{ MLFLOW_HTTP_TCP_KEEPALIVE: 'FALSE', MLFLOW_HTTP_TCP_KEEPALIVE_IDLE: '300' }, undefined],
])('with %j the kernel asks after %s seconds', async (environment, expected) => {
  const server = await serve((response) => response.end('{}'))
  await makeClient(undefined, { environment }).request({ url: server.origin })
  const remotePort = `:${server.port.toString(16).toUpperCase().padStart(4, '0')}`
  const line = readFileSync(CONNECTIONS, 'utf8')
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .find(([, , remote, state]) => state === ESTABLISHED && remote?.endsWith(remotePort))
  const [timer, expires = ''] = line?.[5]?.split(':') ?? []
  if (expected === undefined) {
    expect(timer).not.toBe(KEEP_ALIVE_TIMER)
  } else {
    expect(timer).toBe(KEEP_ALIVE_TIMER)
    const seconds = Number.parseInt(expires, 16) / 100
    expect(seconds).toBeGreaterThan(expected / 2)
    expect(seconds).toBeLessThanOrEqual(expected)
  }
})

test.each([
  [{ MLFLOW_HTTP_TCP_KEEPALIVE: 'maybe' }, /^MLFLOW_HTTP_TCP_KEEPALIVE value must be one of .* got maybe$/],
  [{ MLFLOW_HTTP_TCP_KEEPALIVE_IDLE: 'x' }, /^Failed to convert 'x' for MLFLOW_HTTP_TCP_KEEPALIVE_IDLE: /],
  [{ MLFLOW_HTTP_TCP_KEEPALIVE_IDLE: '0' }, /above 0/],
])('%j is refused', async (environment, message) => {
  expect(() => keepAliveMs(environment)).toThrow(message)
  const error = await failureOf(makeClient(undefined, { environment }).request({ url: 'http://127.0.0.1:1' }))
  expect(error.code).toBe('INVALID_PARAMETER_VALUE')
})
