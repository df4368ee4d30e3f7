import { createServer, type Socket } from 'node:net'
import { setImmediate } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { failureOf } from '../../test/failure-of.ts'
import { makeClient } from '../../test/make-client.ts'
import { listen } from '../../test/serve.ts'
import { readText } from '../index.ts'

const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'

/** A server that is told of each request, by its number on the connection and in all. */
async function serveRaw(
  answer: (socket: Socket, ofConnection: number, ofAll: number) => void,
): Promise<{ origin: string; requests: () => number }> {
  let ofAll = 0
  const server = createServer((socket) => {
    let ofConnection = 0
    socket.on('error', () => undefined)
    socket.on('data', () => {
      ofConnection += 1
      ofAll += 1
      answer(socket, ofConnection, ofAll)
    })
  })
  return { origin: `http://127.0.0.1:${await listen(server)}`, requests: () => ofAll }
}

/** A connection is used again some turns of the event loop after its answer. */
async function untilUsable(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await setImmediate()
}

describe.each(['data', 'once', 'control'] as const)(
  'a connection that is closed when it is used again: %s',
  (kind) => {
    test.each(['destroy', 'resetAndDestroy', 'end'] as const)('by %s', async (how) => {
      const { origin, requests } = await serveRaw((socket, ofConnection) => {
        if (ofConnection === 1) socket.write(OK)
        else socket[how]()
      })
      const client = makeClient(undefined, { settings: { retries: { max: 0 } } })
      const read = async (method: 'GET' | 'HEAD') =>
        readText(await client.request({ url: origin, kind, method }))
      // Several connections wait for use, of which each is closed.
      await Promise.all([read('GET'), read('GET'), read('GET')])

      await untilUsable()
      expect(await read('GET')).toBe('ok')
      expect(requests()).toBeGreaterThan(3 + 1)
      expect(requests()).toBeLessThanOrEqual(3 + 4)
    })

    test('is not used again for what may have been done', async () => {
      const { origin, requests } = await serveRaw((socket, ofConnection) => {
        if (ofConnection === 1) socket.write(OK)
        else socket.destroy()
      })
      const client = makeClient(undefined, { settings: { retries: { max: 0 } } })
      await readText(await client.request({ url: origin, kind }))

      await untilUsable()
      const post = client.request({ url: origin, kind, method: 'POST', body: '{}' })
      expect((await failureOf(post)).code).toBe('TEMPORARILY_UNAVAILABLE')
      expect(requests()).toBe(2)
    })

    test('nor where an answer had begun', async () => {
      const { origin } = await serveRaw((socket, ofConnection) => {
        if (ofConnection === 1) socket.write(OK)
        else socket.end('HTTP/1.1 20')
      })
      const client = makeClient(undefined, { settings: { retries: { max: 0 } } })
      await readText(await client.request({ url: origin, kind }))

      await untilUsable()
      expect((await failureOf(client.request({ url: origin, kind }))).code).toBe('TEMPORARILY_UNAVAILABLE')
    })
  },
)

test.each(['data', 'once'] as const)('a new connection that breaks is replaced once: %s', async (kind) => {
  const { origin, requests } = await serveRaw((socket, _ofConnection, ofAll) => {
    if (ofAll === 2) socket.write(OK)
    else socket.destroy()
  })
  const client = makeClient(undefined)
  expect(await readText(await client.request({ url: origin, kind }))).toBe('ok')
  const before = requests()
  expect((await failureOf(makeClient(undefined).request({ url: origin, kind }))).code).toBe(
    'TEMPORARILY_UNAVAILABLE',
  )
  expect(requests() - before).toBe(2)
})
