import { once } from 'node:events'
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { type LocalServer, listen } from '../servers/listen.ts'
import { type Exchange, exchangeKey, sendExchange } from './exchange.ts'

const OF_THE_CONNECTION: ReadonlySet<string> = new Set([
  'connection',
  'date',
  'keep-alive',
  'server',
  'transfer-encoding',
])

/** A proxy on this machine that keeps what passes. */
export interface RecordingProxy extends LocalServer {
  readonly uri: string
  /** Each request once, with its last answer. */
  exchanges(): Exchange[]
}

/** Stands before a real server, passes paths on verbatim, and records what it is asked and answers. */
export async function recordExchanges(target: string): Promise<RecordingProxy> {
  const { hostname, port } = new URL(target)
  const exchanges = new Map<string, Exchange>()

  async function handle(incoming: IncomingMessage, answer: ServerResponse): Promise<void> {
    const { method = 'GET', url = '/', headers } = incoming
    const sent = await buffer(incoming)
    const outgoing = request({ hostname, port, path: url, method, headers, agent: false }).end(sent)
    const [response]: IncomingMessage[] = await once(outgoing, 'response')
    if (response === undefined) throw new Error('No response')
    const exchange = await readExchange(exchangeKey(method, url, sent.toString('utf8')), response)
    exchanges.set(exchange.request, exchange)
    sendExchange(exchange, answer)
  }

  const server = createServer((incoming, answer) => {
    handle(incoming, answer).catch(() => answer.destroy())
  })
  const listening = await listen(server)
  return {
    ...listening,
    uri: `http://127.0.0.1:${listening.port}`,
    exchanges: () => [...exchanges.values()].sort((a, b) => (a.request < b.request ? -1 : 1)),
  }
}

async function readExchange(request: string, response: IncomingMessage): Promise<Exchange> {
  const bytes = await buffer(response)
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(response.headers)) {
    if (!OF_THE_CONNECTION.has(name)) headers[name] = String(value)
  }
  const text = bytes.toString('utf8')
  const body = Buffer.from(text, 'utf8').equals(bytes)
    ? { body: text }
    : { body: bytes.toString('base64'), isBase64: true as const }
  return { request, status: response.statusCode ?? 0, headers, ...body }
}
