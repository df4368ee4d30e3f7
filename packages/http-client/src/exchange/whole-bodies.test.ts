import { createServer, type Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { createServer as createTlsServer, TLSSocket } from 'node:tls'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { fixturePem } from '../../test/fixture-pem.ts'
import { makeClient } from '../../test/make-client.ts'
import { listen } from '../../test/serve.ts'

const LENGTHS = [1, 10_897, 64 * 1024, 100_000, 300_000]

/** How a server sends the body, and then ends the connection without having said that it would. */
const ENDS: Readonly<Record<string, (socket: Socket, head: string, body: Buffer) => Promise<void>>> = {
  'FIN with the last byte': async (socket, head, body) =>
    void socket.end(Buffer.concat([Buffer.from(head), body])),
  'FIN after a pause': async (socket, head, body) => {
    await written(socket, Buffer.concat([Buffer.from(head), body]))
    socket.end()
  },
  'RST after a pause': async (socket, head, body) => {
    await written(socket, Buffer.concat([Buffer.from(head), body]))
    await delay(20)
    reset(socket)
  },
  'FIN after parts and a pause': async (socket, head, body) => {
    await written(socket, Buffer.from(head))
    const half = Math.floor(body.byteLength / 2)
    await written(socket, body.subarray(0, half))
    await written(socket, body.subarray(half))
    await delay(20)
    socket.end()
  },
}

/** A reset below TLS is none of its own. */
function reset(socket: Socket): void {
  if (socket instanceof TLSSocket) socket.destroy()
  else socket.resetAndDestroy()
}

async function written(socket: Socket, bytes: Uint8Array): Promise<void> {
  await new Promise<void>((resolve) => socket.write(bytes, () => resolve()))
  await delay(1)
}

describe.each(['http', 'https'] as const)('a whole body behind which the connection ends: %s', (scheme) => {
  describe.each(Object.keys(ENDS))('%s', (end) => {
    test.each(
      ['length', 'chunked'].flatMap((framing) =>
        ['prompt', 'late'].map((reader) => [framing, reader] as const),
      ),
    )('%s, a %s reader', async (framing, reader) => {
      // What is behind a pause and came in chunks is lost with a reset.
      if (framing === 'chunked' && end.startsWith('RST')) return
      let gone = 0
      const answer = (socket: Socket): void => {
        socket
          .on('error', () => undefined)
          .on('close', () => {
            gone += 1
          })
        socket.once('data', (request) => {
          const length = Number(/\/(\d+)/.exec(request.toString())?.[1])
          const body = Buffer.alloc(length, 'x')
          const isChunked = framing === 'chunked'
          const field = isChunked ? 'Transfer-Encoding: chunked' : `Content-Length: ${length}`
          const framed = isChunked
            ? Buffer.concat([Buffer.from(`${length.toString(16)}\r\n`), body, Buffer.from('\r\n0\r\n\r\n')])
            : body
          void ENDS[end]?.(socket, `HTTP/1.1 200 OK\r\n${field}\r\n\r\n`, framed)
        })
      }
      const pem = fixturePem('server')
      const server =
        scheme === 'http' ? createServer(answer) : createTlsServer({ key: pem, cert: pem }, answer)
      const port = await listen(server)
      const client = makeClient(undefined, { settings: { tls: { rejectUnauthorized: false } } })
      const received: string[] = []
      for (const length of LENGTHS.filter((length) => !end.startsWith('RST') || length <= 64 * 1024)) {
        const before = gone
        const { body } = await client.request({
          url: `${scheme}://127.0.0.1:${port}/${length}`,
          kind: 'data',
        })
        if (reader === 'late') await delay(100)
        void before
        let size = 0
        try {
          for await (const chunk of body) size += chunk.byteLength
          received.push(`${size}`)
        } catch (error) {
          received.push(`${size}: ${error}`)
        }
      }
      expect(received.length).toBeGreaterThan(2)
      expect(received.filter((size) => !/^\d+$/.test(size))).toEqual([])
    })
  })
})
