import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { Duplex } from 'node:stream'
import { text } from 'node:stream/consumers'
import type { KeyPair } from '../servers/certificates.ts'
import { listen } from '../servers/listen.ts'
import { answerAsGoogle } from './answer-as-google.ts'
import {
  GOOGLE_SERVICES,
  type GoogleAnswer,
  type GoogleRequest,
  type GoogleScript,
  type GoogleService,
} from './google-service.ts'

/** What a service was asked, and answered. */
export interface GoogleExchange extends GoogleRequest {
  /** `undefined`: it hung up. */
  readonly status: number | undefined
}

/** Google's cloud on this machine: its services are behind a proxy, by TLS; the metadata server and the rest are not. */
export interface Google {
  readonly proxy: string
  /** `host:port` of the metadata server; also of the identity provider, and of the storage without TLS. */
  readonly plain: string
  readonly exchanges: readonly GoogleExchange[]
  /** Begins anew, with other answers than the usual ones. */
  play(script: GoogleScript): void
  close(): Promise<void>
}

/** @param certificate - of `*.googleapis.com` */
export async function startGoogle(certificate: KeyPair): Promise<Google> {
  let exchanges: GoogleExchange[] = []
  let script: GoogleScript = {}

  async function handle(
    service: GoogleService | undefined,
    incoming: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const { url: path = '', headers } = incoming
    const body = await text(incoming)
    if (service === undefined) {
      response.writeHead(404).end()
      return
    }
    const count = exchanges.filter((exchange) => exchange.service === service).length
    const request = { service, path, headers, body, count }
    const answer = (await script[service]?.(request)) ?? answerAsGoogle(request)
    exchanges.push({ ...request, status: answer === 'hang up' ? undefined : (answer.status ?? 200) })
    send(answer, response)
  }

  const services = createTlsServer(certificate, (incoming, response) => {
    const [host] = (incoming.headers.host ?? '').split('.')
    const service = GOOGLE_SERVICES.find((name) => name === host)
    // Who asked is gone.
    handle(service, incoming, response).catch(() => response.destroy())
  })
  // A tunnel is no HTTP connection any more: the server would not end it.
  const tunnels = new Set<Duplex>()
  const proxy = createServer().on('connect', (_, socket) => {
    tunnels.add(socket)
    socket.on('error', () => socket.destroy()).on('close', () => tunnels.delete(socket))
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
    services.emit('connection', socket)
  })
  const plain = createServer((incoming, response) => {
    const { url = '' } = incoming
    const isStorage = /^(\/download)?\/storage\//.test(url)
    const other = url === '/' || url.startsWith('/computeMetadata') ? 'metadata' : 'provider'
    handle(isStorage ? 'storage' : other, incoming, response).catch(() => response.destroy())
  })
  const [atProxy, atPlain] = [await listen(proxy), await listen(plain)]
  return {
    proxy: `http://127.0.0.1:${atProxy.port}`,
    plain: `127.0.0.1:${atPlain.port}`,
    get exchanges() {
      return exchanges
    },
    play(next) {
      exchanges = []
      script = next
    },
    async close() {
      for (const tunnel of tunnels) tunnel.destroy()
      await Promise.all([atProxy.close(), atPlain.close()])
    },
  }
}

function send(answer: GoogleAnswer, response: ServerResponse): void {
  if (answer === 'hang up') {
    response.destroy()
    return
  }
  const { status = 200, headers, body = '' } = answer
  const isRaw = typeof body === 'string' || body instanceof Uint8Array
  const bytes = Buffer.from(isRaw ? body : JSON.stringify(body))
  const all = { 'content-type': isRaw ? 'text/plain' : 'application/json', ...headers }
  for (const [name, value] of Object.entries(all)) if (value !== undefined) response.setHeader(name, value)
  response.writeHead(status, { 'content-length': bytes.length }).end(bytes)
}
