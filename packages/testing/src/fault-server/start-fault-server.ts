import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer, type TlsOptions } from 'node:tls'
import { Connection } from './connection.ts'
import type { Fault, Faults } from './fault.ts'
import { parseHead } from './parse-head.ts'
import type { ReceivedRequest } from './received-request.ts'
import { replacedAnswer } from './replaced-answer.ts'
import { rightAnswer } from './right-answer.ts'
import { route } from './route.ts'
import { sendAnswer } from './send-answer.ts'
import { sendRaw } from './send-raw.ts'
import type { ServedFile } from './served-file.ts'
import { ServedTree } from './served-tree.ts'
import type { ServerMode } from './server-mode.ts'

/** What a fault server serves, and what goes wrong. */
export interface FaultServerOptions {
  /** By their paths below the root. */
  readonly files: Iterable<readonly [path: string, file: ServedFile]>
  /** Default: `local`. */
  readonly mode?: ServerMode
  /** Default: nothing goes wrong. */
  readonly faults?: Faults
  /** Is told of every piece of a body that has left. */
  readonly onSent?: (request: ReceivedRequest, bytes: number) => void
  /** Certificate and key: both origins then speak TLS. Default: none. */
  readonly tls?: TlsOptions
  /** An IPv4 address of this machine. Default: `127.0.0.1`. */
  readonly host?: string
}

/** A server that does wrong what it is told to. */
export interface FaultServer {
  /**
   * Serves MLflow's artifact API (`…/api/2.0/mlflow-artifacts/…`), and the same files at `/files/<path>` as any web
   * server would, in the bucket `bucket` as Google Cloud Storage would, and in the bucket `bucket` at the endpoint `/s3`
   * as S3 would. Taken for an HTTP proxy, it answers in the name of every origin.
   */
  readonly origin: string
  /** Stands for the S3 store that presigned URLs lead to. */
  readonly storeOrigin: string
  readonly tree: ServedTree
  /** Every request, in the order in which they came. */
  readonly requests: readonly ReceivedRequest[]
  /** Connections that are open. */
  readonly connections: number
  /** What goes wrong from now on. */
  faults: Faults
  /** Makes every presigned URL that was given out a bad one: 403. */
  expireUrls(): void
  /**
   * Takes the server down: every connection breaks, and new ones are refused. Others may take its ports meanwhile, unless
   * it has a `host` of its own.
   *
   * @returns brings it back, to the same ports
   */
  takeDown(): Promise<() => Promise<void>>
  close(): Promise<void>
}

/** Starts a fault server on free ports. */
export async function startFaultServer(options: FaultServerOptions): Promise<FaultServer> {
  const { mode = 'local', onSent, tls, host = '127.0.0.1' } = options
  const scheme = tls === undefined ? 'http' : 'https'
  const tree = new ServedTree(options.files)
  const requests: ReceivedRequest[] = []
  const counts = new Map<string, number>()
  const sockets = new Set<Socket>()
  let expired = 0

  const serve = async (socket: Socket): Promise<void> => {
    const connection = new Connection(socket)
    for (let goesOn = true; goesOn; ) {
      const head = await connection.nextHead()
      if (head === undefined) return
      const { method, target, headers } = parseHead(head)
      const { kind, path } = route(target)
      const index = counts.get(kind) ?? 0
      counts.set(kind, index + 1)
      const receivedAt = performance.now()
      const request = { index, kind, path, method, target, headers, receivedAt, sent: 0, status: 0 }
      requests.push(request)
      goesOn = await answer(connection, request)
    }
  }

  const answer = async (connection: Connection, request: ReceivedRequest): Promise<boolean> => {
    const fault: Fault = server.faults(request) ?? {}
    if (fault.stallBeforeHeaders === true) {
      await connection.untilClosed()
      return false
    }
    if (fault.raw !== undefined) {
      await sendRaw(connection, fault.raw, fault.drip)
      return false
    }
    if (fault.garbage !== undefined) await connection.write(fault.garbage)
    if (fault.garbage !== undefined || fault.hangUp !== undefined) {
      connection.hangUp(fault.hangUp ?? 'fin')
      return false
    }
    const serving = { tree, mode, storeOrigin: server.storeOrigin, signature: `signature-${expired}` }
    const answered =
      fault.answer === undefined ? rightAnswer(request, serving, fault) : replacedAnswer(fault.answer)
    request.status = answered.status
    return await sendAnswer(connection, answered, fault, (bytes) => {
      request.sent += bytes
      onSent?.(request, bytes)
    })
  }

  const listeners = [0, 1].map(() => (tls === undefined ? createServer() : createTlsServer(tls)))
  for (const listener of listeners) {
    listener.on('connection', (socket: Socket) => {
      sockets.add(socket)
      socket.on('close', () => sockets.delete(socket))
      socket.on('error', () => undefined)
    })
    listener.on(tls === undefined ? 'connection' : 'secureConnection', (socket: Socket) => void serve(socket))
    listener.on('tlsClientError', () => undefined)
  }
  const stop = async (): Promise<void> => {
    const closed = Promise.all(listeners.map((listener) => once(listener.close(), 'close')))
    for (const socket of sockets) socket.destroy()
    await closed
  }
  const ports = await Promise.all(listeners.map((listener) => listen(listener, host, 0)))
  const [origin = '', storeOrigin = ''] = ports.map((port) => `${scheme}://${host}:${port}`)
  const server: FaultServer = {
    origin,
    storeOrigin,
    tree,
    requests,
    get connections() {
      return sockets.size
    },
    faults: options.faults ?? (() => undefined),
    expireUrls() {
      expired += 1
    },
    async takeDown() {
      await stop()
      return async () => {
        await Promise.all(listeners.map((listener, index) => listen(listener, host, ports[index] ?? 0)))
      }
    },
    async close() {
      if (listeners.some(({ listening }) => listening)) await stop()
    },
  }
  return server
}

/** The port that it listens on. */
async function listen(server: Server, host: string, port: number): Promise<number> {
  server.listen(port, host)
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error(`Not listening on a port: ${address}`)
  return address.port
}
