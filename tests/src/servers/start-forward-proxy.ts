import { createServer, request } from 'node:http'
import { connect } from 'node:net'
import { type LocalServer, listen } from './listen.ts'

/** What went through an HTTP proxy. */
interface Passage {
  /** `CONNECT` is a tunnel. */
  readonly method: string
  /** An absolute URL; host and port of a tunnel. */
  readonly target: string
  readonly proxyAuthorization: string | undefined
}

/** An HTTP proxy on this machine. */
export interface ForwardProxy extends LocalServer {
  /** Such as `http://127.0.0.1:40123`. */
  readonly uri: string
  readonly passages: readonly Passage[]
}

/** Starts an HTTP proxy, which takes absolute URLs and tunnels, and remembers what passed. */
export async function startForwardProxy(): Promise<ForwardProxy> {
  const passages: Passage[] = []
  const server = createServer((incoming, answer) => {
    const { method = 'GET', url: target = '' } = incoming
    const { 'proxy-authorization': proxyAuthorization, 'proxy-connection': _, ...headers } = incoming.headers
    passages.push({ method, target, proxyAuthorization })
    if (!URL.canParse(target)) {
      answer.writeHead(400).end('This is a proxy')
      return
    }
    const { hostname, port } = new URL(target)
    // Verbatim: the URL class would normalise the path.
    const path = target.replace(/^http:\/\/[^/]*/, '')
    const outgoing = request({ hostname, port, path, method, headers }, (response) => {
      answer.writeHead(response.statusCode ?? 502, response.rawHeaders)
      response.pipe(answer)
    })
    outgoing.on('error', () => answer.destroy())
    incoming.pipe(outgoing)
  })

  server.on('connect', (incoming, socket, head) => {
    const { url: target = '', headers } = incoming
    passages.push({ method: 'CONNECT', target, proxyAuthorization: headers['proxy-authorization'] })
    const { hostname, port } = new URL(`http://${target}`)
    const tunnel = connect(Number(port), hostname, () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
      tunnel.write(head)
      tunnel.pipe(socket).pipe(tunnel)
    })
    tunnel.on('error', () => socket.destroy())
    socket.on('error', () => tunnel.destroy())
    // A tunnel is no HTTP connection any more: the server would not end it.
    server.on('close', () => socket.destroy())
  })

  const listening = await listen(server)
  return { ...listening, uri: `http://127.0.0.1:${listening.port}`, passages }
}
