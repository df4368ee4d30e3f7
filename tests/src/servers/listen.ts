import { once } from 'node:events'
import type { Server } from 'node:http'

/** A server of the tests' own, in this process. */
export interface LocalServer {
  /** Its port on 127.0.0.1. */
  readonly port: number
  /** Ends every connection. */
  close(): Promise<void>
}

/** Lets a server listen on a free port of 127.0.0.1. */
export async function listen(server: Server): Promise<LocalServer> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error(`No port: ${address}`)
  return {
    port: address.port,
    async close() {
      const closed = once(server.close(), 'close')
      server.closeAllConnections()
      await closed
    },
  }
}
