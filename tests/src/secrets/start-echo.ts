import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'

/** How a gateway writes down what it was sent. */
export type Echo = (text: string) => string | Buffer

const json = (text: string): string => JSON.stringify({ error_code: 'INTERNAL_ERROR', message: text })
const base64 = (text: string): string => Buffer.from(text).toString('base64')
const html = (text: string): string => escapedForHtml(text, '&#39;')

/** The ways in which gateways have been seen to. */
export const ECHOES: Readonly<Record<string, Echo>> = {
  'as text': (text) => text,
  'in JSON': json,
  'in JSON with every escape': (text) => `{"message":"${text.replace(/[^A-Za-z0-9]/g, unicodeEscape)}"}`,
  'in HTML': (text) => `<html><body><pre>${html(text)}</pre></body></html>`,
  'in XML': (text) =>
    `<?xml version="1.0"?><Error><Code>AccessDenied</Code><Message>${escapedForHtml(text, '&apos;')}</Message></Error>`,
  'percent-encoded': (text) => encodeURIComponent(text),
  'percent-encoded in small letters': (text) =>
    encodeURIComponent(text).replace(/%../g, (byte) => byte.toLowerCase()),
  'as a form': (text) => new URLSearchParams({ request: text }).toString(),
  'in base64': base64,
  'in base64 of URLs': (text) => Buffer.from(text).toString('base64url'),
  'in base64 in lines': (text) => Buffer.from(text).toString('base64').replace(/.{76}/g, '$&\r\n'),
  'in hexadecimal': (text) => Buffer.from(text).toString('hex'),
  'as Python shows bytes': (text) => `b'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`,
  'in Latin-1': (text) => Buffer.from(text, 'latin1'),
  'percent-encoded, with letters': (text) => Buffer.from(text).toString('hex').replace(/../g, '%$&'),
  'in HTML, all in numbers': (text) => text.replace(/./gsu, (character) => `&#${character.codePointAt(0)};`),
  'in HTML, by names': (text) =>
    html(text).replaceAll('@', '&commat;').replaceAll('/', '&sol;').replaceAll('=', '&equals;'),
  'in HTML in HTML': (text) => html(html(text)),
  'in JSON in JSON': (text) => json(json(text)),
  'in JSON, percent-encoded': (text) => encodeURIComponent(json(text)),
  'percent-encoded, in JSON with every escape': (text) =>
    `{"message":"${encodeURIComponent(text).replace(/[^A-Za-z0-9]/g, unicodeEscape)}"}`,
  'in base64 in base64': (text) => base64(base64(text)),
  'in JSON in base64 in JSON': (text) => json(base64(json(text))),
  decoded: (text) =>
    text.replace(/Basic (\S+)/g, (_, credentials: string) => Buffer.from(credentials, 'base64').toString()),
}

function unicodeEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}

function escapedForHtml(text: string, apostrophe: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", apostrophe)
}

/** A server that refuses everything, and repeats in body, headers and reason what it was sent. */
export interface EchoServer {
  readonly origin: string
  /** What it answers from now on; `undefined`: what is asked of it goes well, by `answer`. */
  refusal: { readonly status: number; readonly echo: Echo; readonly contentType: string } | undefined
  /** The answer to what goes well. */
  answer: (request: IncomingMessage) => string | undefined
  requests: number
  close(): Promise<void>
}

/** Starts one on a free port of the loopback interface. */
export async function startEcho(): Promise<EchoServer> {
  const server = createServer((request, response) => {
    echoServer.requests += 1
    const good = echoServer.answer(request)
    if (good !== undefined || echoServer.refusal === undefined) {
      response.setHeader('content-type', 'application/json').end(good ?? '{}')
      return
    }
    const { status, echo, contentType } = echoServer.refusal
    const lines = [`${request.method} ${request.url}`]
    for (let index = 0; index < request.rawHeaders.length; index += 2)
      lines.push(`${request.rawHeaders[index]}: ${request.rawHeaders[index + 1]}`)
    const said = echo(lines.join('\n'))
    const inOneLine = String(said)
      .replace(/[^\x20-\x7e]/g, ' ')
      .slice(0, 4_000)
    response.writeHead(status, inOneLine, {
      'content-type': contentType,
      'x-request': inOneLine,
      'content-range': inOneLine,
      'retry-after': '0',
    })
    response.end(said)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('Not listening on a port')
  const echoServer: EchoServer = {
    origin: `http://127.0.0.1:${address.port}`,
    refusal: undefined,
    answer: () => undefined,
    requests: 0,
    async close() {
      server.closeAllConnections()
      await once(server.close(), 'close')
    },
  }
  return echoServer
}
