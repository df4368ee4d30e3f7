import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { text } from 'node:stream/consumers'
import type { KeyPair } from '../certificates.ts'
import { listen } from '../listen.ts'
import { answerAsService, type ServiceName, serviceOf } from './services.ts'

/** What a service was asked. */
export interface AskedService {
  readonly service: ServiceName
  readonly target: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

/** Refuses, in turn, the next requests for a service: by a status, or by saying nothing. */
export type ServiceFaults = Partial<Record<ServiceName, (number | 'silent')[]>>

/** The services of AWS that give out credentials, on one port. */
export interface AwsServices {
  readonly origin: string
  readonly requests: readonly AskedService[]
  /** What goes wrong from now on. Default: nothing. */
  faults: ServiceFaults
  close(): Promise<void>
}

/** Starts STS, the portal of SSO, and the metadata services of machines and containers. */
export async function startAwsServices(tls?: KeyPair): Promise<AwsServices> {
  const requests: AskedService[] = []
  const services: AwsServices = { origin: '', requests, faults: {}, close: async () => undefined }
  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { url: target = '', headers } = request
    const body = await text(request)
    const service = serviceOf(target)
    const asked = { service, target, headers, body }
    requests.push(asked)
    const fault = services.faults[service]?.shift()
    if (fault === 'silent') return
    const { status, type, text: said } = answerAsService(asked, fault)
    response.writeHead(status, { 'content-type': type }).end(said)
  }
  const onRequest = (request: IncomingMessage, response: ServerResponse): void =>
    void handle(request, response).catch((error: Error) => response.destroy(error))
  const listening = await listen(
    tls === undefined ? createServer(onRequest) : createTlsServer(tls, onRequest),
  )
  const scheme = tls === undefined ? 'http' : 'https'
  return Object.assign(services, {
    origin: `${scheme}://127.0.0.1:${listening.port}`,
    close: () => listening.close(),
  })
}
