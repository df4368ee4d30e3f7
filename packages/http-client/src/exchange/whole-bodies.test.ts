import { createServer, type Socket } from 'node:net'
import { setTimeout as delay, setImmediate } from 'node:timers/promises'
import { createServer as createTlsServer, TLSSocket } from 'node:tls'
import { describe, expect, test, vi } from 'vitest'
import { fixturePem } from '../../test/fixture-pem.ts'
import { makeClient } from '../../test/make-client.ts'
import { listen } from '../../test/serve.ts'

const LENGTHS = [1, 10_897, 64 * 1024, 100_000, 300_000]
const PAUSE_MS = 20

/** How a server sends an answer, and ends the connection without having said that it would. */
const ENDS: Readonly<Record<string, (socket: Socket, answer: Buffer) => Promise<void>>> = {
  'FIN with the last byte': async (socket, answer) => void socket.end(answer),
  'FIN after a pause': async (socket, answer) => {
    await written(socket, answer)
    await delay(PAUSE_MS)
    socket.end()
  },
  'FIN after parts and a pause': async (socket, answer) => {
    const half = Math.floor(answer.byteLength / 2)
    await written(socket, answer.subarray(0, half))
    await delay(PAUSE_MS)
    await written(socket, answer.subarray(half))
    await delay(PAUSE_MS)
    socket.end()
  },
  'RST after a pause': async (socket, answer) => {
    await written(socket, answer)
    await delay(PAUSE_MS)
    // TLS knows no reset of its own.
    if (socket instanceof TLSSocket) socket.destroy()
    else socket.resetAndDestroy()
  },
}

async function written(socket: Socket, bytes: Uint8Array): Promise<void> {
  await new Promise<void>((resolve) => socket.write(bytes, () => resolve()))
}

function answerOf(length: number, framing: string): Buffer {
  const body = Buffer.alloc(length, 'x')
  if (framing === 'length') {
    return Buffer.concat([Buffer.from(`HTTP/1.1 200 OK\r\nContent-Length: ${length}\r\n\r\n`), body])
  }
  const head = `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${length.toString(16)}\r\n`
  return Buffer.concat([Buffer.from(head), body, Buffer.from('\r\n0\r\n\r\n')])
}

/** A reset also takes the end of chunks that nobody has read by then. */
const CASES: readonly (readonly string[])[] = Object.keys(ENDS)
  .flatMap((end) => [
    [end, 'length', 'prompt'],
    [end, 'length', 'late'],
    [end, 'chunked', 'prompt'],
    [end, 'chunked', 'late'],
  ])
  .filter(([end, framing]) => !(end?.startsWith('RST') && framing === 'chunked'))

describe.each(['http', 'https'])('a body of which all came is whole, whatever follows: %s', (scheme) => {
  test.each(CASES)('%s, %s, a %s reader', async (end = '', framing = '', reader = '') => {
    const gone = new Set<string | undefined>()
    const onConnection = (socket: Socket): void => {
      socket.on('error', () => undefined)
      socket.once('data', (request) => {
        const path = /\/\d+/.exec(request.toString())?.[0]
        socket.once('finish', () => gone.add(path)).once('close', () => gone.add(path))
        void ENDS[end]?.(socket, answerOf(Number(path?.slice(1)), framing))
      })
    }
    const pem = fixturePem('server')
    const server =
      scheme === 'http' ? createServer(onConnection) : createTlsServer({ key: pem, cert: pem }, onConnection)
    const port = await listen(server)
    const client = makeClient(undefined, { settings: { tls: { rejectUnauthorized: false } } })
    // With a reset, what has not left the server is lost.
    const lengths = LENGTHS.filter((length) => !end.startsWith('RST') || length <= 64 * 1024)
    const sizes = lengths.map(async (length) => {
      const url = `${scheme}://127.0.0.1:${port}/${length}`
      const { body } = await client.request({ url, kind: 'data' })
      // The rest of a long one waits until something of it is read.
      if (reader === 'late' && length < 300_000) {
        await vi.waitFor(() => expect(gone).toContain(`/${length}`), 10_000)
        for (let turn = 0; turn < 100; turn += 1) await setImmediate()
      }
      let size = 0
      for await (const chunk of body) size += chunk.byteLength
      return size
    })
    expect(await Promise.all(sizes)).toEqual(lengths)
  })
})
