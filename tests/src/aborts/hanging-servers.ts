import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { setImmediate } from 'node:timers/promises'
import { spawnTied } from '../servers/spawn-tied.ts'

/** A server with which nothing gets on. */
export interface HangingServer {
  readonly port: number
  /** Connections that it has and that the client has not closed. */
  readonly connections: number
  close(): Promise<void>
}

/** Takes connections, and says nothing: neither in TLS, nor to a request for a tunnel; or grants tunnels to itself. */
export async function startMuteServer({ grantsTunnels = false } = {}): Promise<HangingServer> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket))
    socket.on('data', (bytes) => {
      if (grantsTunnels && bytes.includes('CONNECT ')) socket.write('HTTP/1.1 200 Granted\r\n\r\n')
    })
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return {
    port: portOf(server.address()),
    get connections() {
      return sockets.size
    },
    async close() {
      const closed = once(server.close(), 'close')
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}

const STOPPED = `
const server = require('node:net').createServer()
server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => console.log(server.address().port))`
/** What the system takes for a server that takes none: its backlog, and one. */
const TAKEN = 2
const FILLERS = 6

/** Takes no connection, so that they never stand. Its process is stopped, and what the system takes for it is taken. */
export async function startDeafServer(): Promise<HangingServer> {
  const child = spawnTied({
    command: process.execPath,
    arguments: ['-e', STOPPED],
    environment: process.env,
    folder: tmpdir(),
  })
  const [line] = await once(child.stdout, 'data')
  const port = Number(String(line))
  child.kill('SIGSTOP')
  const fillers = Array.from({ length: FILLERS }, () =>
    connect(port, '127.0.0.1').on('error', () => undefined),
  )
  while (fillers.filter((filler) => !filler.connecting).length < TAKEN) await setImmediate()
  return {
    port,
    connections: 0,
    async close() {
      for (const filler of fillers) filler.destroy()
      const gone = once(child, 'exit')
      child.kill('SIGKILL')
      await gone
    },
  }
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error(`Not listening on a port: ${address}`)
  return address.port
}
