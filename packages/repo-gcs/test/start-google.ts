import { readFileSync } from 'node:fs'
import { createServer, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

/** What a proxy and the servers behind it were asked. */
export interface Google {
  readonly proxy: string
  /** The hosts that the proxy was asked for. */
  readonly hosts: readonly string[]
  /** What the servers got: host, path and body. */
  readonly asked: readonly string[]
  answer: (response: ServerResponse, body: string, path: string) => void
}

/** The PEM file of a certificate of the tests. */
export function certificatePath(name: 'ca' | 'client' | 'server' | 'self-signed'): string {
  return fileURLToPath(new URL(`../../http-client/test/fixtures/${name}.pem`, import.meta.url))
}

/** A proxy that stands for all of Google's servers, whose addresses are fixed; it gives out `canary-token`. */
export async function startGoogle(): Promise<Google> {
  const hosts: string[] = []
  const asked: string[] = []
  const pem = readFileSync(certificatePath('self-signed'))
  const servers = createTlsServer({ key: pem, cert: pem }, async (request, response) => {
    const body = await text(request)
    asked.push(`${request.headers.host}${request.url} ${body}`)
    google.answer(response, body, request.url ?? '')
  })
  const proxy = createServer((request, response) => {
    hosts.push(new URL(request.url ?? '').host)
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ access_token: 'canary-token', expires_in: 3600, token_type: 'Bearer' }))
  }).on('connect', (request, socket) => {
    hosts.push(request.url ?? '')
    socket.on('error', () => undefined)
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
    servers.emit('connection', socket)
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    proxy.close()
    proxy.closeAllConnections()
    servers.closeAllConnections()
  })
  const address = proxy.address()
  const google: Google = {
    proxy: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
    hosts,
    asked,
    answer: (response) => {
      response.writeHead(200, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ access_token: 'canary-token', expires_in: 3600, token_type: 'Bearer' }))
    },
  }
  return google
}
