import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { KeyPair } from './certificates.ts'
import { type LocalServer, listen } from './listen.ts'

/** What a client sent, as it was on the wire. */
export interface ReceivedRequest {
  readonly method: string
  readonly target: string
  readonly headers: IncomingMessage['headers']
}

/** A server that answers as its test wants. */
export interface ScriptedServer extends LocalServer {
  readonly uri: string
  readonly requests: readonly ReceivedRequest[]
}

/** Starts a server of the test's own, and remembers what it was asked. */
export async function startScriptedServer(
  answer: (request: ReceivedRequest, response: ServerResponse) => void,
  tls?: KeyPair,
): Promise<ScriptedServer> {
  const requests: ReceivedRequest[] = []
  function handle(incoming: IncomingMessage, response: ServerResponse): void {
    const { method = '', url: target = '', headers } = incoming
    const request = { method, target, headers }
    requests.push(request)
    incoming.resume()
    answer(request, response)
  }
  const server = tls === undefined ? createServer(handle) : createTlsServer(tls, handle)
  const listening = await listen(server)
  return {
    ...listening,
    uri: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${listening.port}`,
    requests,
  }
}
