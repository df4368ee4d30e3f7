import type { ServerResponse } from 'node:http'

/** One request to an old server, and what it answered. */
export interface Exchange {
  /** What is asked, by {@link exchangeKey}. */
  readonly request: string
  readonly status: number
  /** Without those that each connection or day has anew. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** `true` where the body is in base64, as it is no UTF-8. */
  readonly isBase64?: true
}

/** The same for the same request of either client: Python's JSON has blanks between its parts. */
export function exchangeKey(method: string, target: string, body: string): string {
  if (body === '') return `${method} ${target}`
  return `${method} ${target} ${JSON.stringify(JSON.parse(body))}`
}

/** Answers a request as it was answered. */
export function sendExchange(exchange: Exchange, answer: ServerResponse): void {
  const bytes = Buffer.from(exchange.body, exchange.isBase64 === true ? 'base64' : 'utf8')
  const headers = { ...exchange.headers }
  // Paths in the body may stand for longer ones.
  if ('content-length' in headers) headers['content-length'] = String(bytes.length)
  answer.writeHead(exchange.status, headers).end(bytes)
}
