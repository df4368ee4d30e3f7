import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import { createServer as createTlsServer, type ServerOptions } from 'node:https'
import type { Server } from 'node:net'
import { onTestFinished } from 'vitest'

/** One request that a test server has seen. */
interface SeenRequest {
  readonly method: string | undefined
  readonly url: string | undefined
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

/** A server on the loopback interface, stopped with the test. */
export interface TestServer {
  readonly origin: string
  readonly port: number
  readonly seen: readonly SeenRequest[]
}

/** Answers a request; `count` is 1 for the first. */
export type Answer = (response: ServerResponse, request: SeenRequest, count: number) => void

/** Starts a server, with TLS where it gets a certificate. */
export async function serve(answer: Answer, tls?: ServerOptions): Promise<TestServer> {
  const seen: SeenRequest[] = []
  const listener: RequestListener = (request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const { method, url, headers } = request
      const entry = { method, url, headers, body: Buffer.concat(chunks).toString() }
      seen.push(entry)
      answer(response, entry, seen.length)
    })
  }
  const server = tls === undefined ? createServer(listener) : createTlsServer(tls, listener)
  const port = await listen(server)
  onTestFinished(() => server.closeAllConnections())
  return { origin: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`, port, seen }
}

/** Starts listening on a free port of the loopback interface, until the test has finished. */
export async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('not listening on a port')
  return address.port
}
