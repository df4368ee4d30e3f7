import { once } from 'node:events'
import { createServer, type Server } from 'node:net'

/**
 * Ports that nothing listens on, for servers that cannot choose one themselves. They lie below those that the system
 * gives to outgoing connections, so that none of these takes one before the server does.
 */
export async function freePorts(count: number): Promise<number[]> {
  const held: Server[] = []
  const ports: number[] = []
  while (ports.length < count) {
    const port = 10_000 + Math.floor(Math.random() * 20_000)
    const server = createServer().listen(port, '127.0.0.1')
    try {
      await once(server, 'listening')
    } catch {
      continue
    }
    held.push(server)
    ports.push(port)
  }
  await Promise.all(held.map((server) => once(server.close(), 'close')))
  return ports
}
