import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { KeyPair } from './certificates.ts'
import { type LocalServer, listen } from './listen.ts'

/** What a client sent. */
export interface ProxiedRequest {
  readonly method: string
  /** The request's target as it was on the wire, without the prefix. */
  readonly target: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
}

/** What stands before the real server. */
export interface ReverseProxyOptions {
  /** The real server, such as `http://127.0.0.1:40123`. */
  readonly target: string
  /** The only path that is passed on, and is taken away, such as `/team/mlflow`. Default: all. */
  readonly prefix?: string
  /** Default: plain HTTP. */
  readonly tls?: KeyPair & {
    /** Only clients with a certificate of this authority are let in. */
    readonly clientAuthority?: string
  }
  /**
   * Asked for each request: after so many bytes of the answer's body, the connection is cut. Default: `undefined`, never.
   */
  readonly cutAfter?: (request: ProxiedRequest) => number | undefined
}

/** A reverse proxy on this machine. */
export interface ReverseProxy extends LocalServer {
  /** The tracking URI through this proxy. */
  readonly uri: string
  /** All that was passed on. */
  readonly requests: readonly ProxiedRequest[]
}

/** Starts a reverse proxy before a real server, which passes paths on verbatim. */
export async function startReverseProxy(options: ReverseProxyOptions): Promise<ReverseProxy> {
  const { target, prefix = '', tls, cutAfter } = options
  const requests: ProxiedRequest[] = []

  function handle(incoming: IncomingMessage, answer: ServerResponse): void {
    const { method = 'GET', url = '/', headers } = incoming
    if (!url.startsWith(`${prefix}/`)) {
      answer.writeHead(404, { 'content-type': 'text/html' }).end('<html>Nothing here</html>')
      return
    }
    const proxied = { method, target: url.slice(prefix.length), headers }
    requests.push(proxied)
    const { hostname, port } = new URL(target)
    const outgoing = request({ hostname, port, path: proxied.target, method, headers }, (response) => {
      answer.writeHead(response.statusCode ?? 502, response.rawHeaders)
      const limit = cutAfter?.(proxied)
      if (limit === undefined) response.pipe(answer)
      else cutBody(response, answer, limit)
    })
    outgoing.on('error', () => answer.destroy())
    answer.on('close', () => outgoing.destroy())
    incoming.pipe(outgoing)
  }

  const server =
    tls === undefined
      ? createServer(handle)
      : createTlsServer(
          {
            ...tls,
            ...(tls.clientAuthority !== undefined && { ca: tls.clientAuthority, requestCert: true }),
          },
          handle,
        )
  const listening = await listen(server)
  const scheme = tls === undefined ? 'http' : 'https'
  return { ...listening, uri: `${scheme}://127.0.0.1:${listening.port}${prefix}`, requests }
}

function cutBody(response: IncomingMessage, answer: ServerResponse, limit: number): void {
  let sent = 0
  response.on('data', (chunk: Buffer) => {
    const rest = chunk.subarray(0, limit - sent)
    sent += rest.length
    answer.write(rest, () => {
      if (sent >= limit) answer.destroy()
    })
  })
  response.on('end', () => answer.destroy())
}
