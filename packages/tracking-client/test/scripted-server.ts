import { createServer, type Server } from 'node:http'
import { createHttpClient, type HttpSettings } from '@mlflow-artifacts/http-client'
import { onTestFinished } from 'vitest'
import type { StoreContext } from '../src/index.ts'

/** How it answers; a text or a value alone is the body of a 200. `undefined`: not at all. */
export interface ScriptedAnswer {
  readonly status?: number
  readonly contentType?: string
  /** A value is sent as JSON. */
  readonly body: unknown
  /** Whether the connection ends before the body does. Default: `false`. */
  readonly breaksOff?: boolean
}

/** A server on this machine that answers as a test says. */
export interface ScriptedServer {
  readonly uri: string
  /** What it was asked, in that order: `GET /path?query`, or `POST /path {"a":1}`. */
  readonly requests: readonly string[]
}

/** Starts a server for the length of a test, or until `cleanup` runs what it is given. */
export async function scriptedServer(
  answer: (request: string) => ScriptedAnswer | undefined,
  cleanup: (close: () => void) => void = onTestFinished,
): Promise<ScriptedServer> {
  const requests: string[] = []
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request.setEncoding('utf8')) body += chunk
    const sent = body === '' ? '' : ` ${JSON.stringify(JSON.parse(body))}`
    const line = `${request.method} ${request.url}${sent}`
    requests.push(line)
    const answered = answer(line)
    if (answered === undefined) return
    const { status = 200, contentType = 'application/json' } = answered
    response.writeHead(status, { 'content-type': contentType })
    const text = typeof answered.body === 'string' ? answered.body : JSON.stringify(answered.body)
    if (answered.breaksOff) response.write(text, () => response.destroy())
    else response.end(text)
  })
  const uri = `http://127.0.0.1:${await listen(server)}`
  cleanup(() => {
    server.close()
    server.closeAllConnections()
  })
  return { uri, requests }
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  return address.port
}

/** The context of a store that is asked through the real HTTP client, without waits between its repetitions. */
export function contextOf(
  uri: string,
  environment: StoreContext['environment'] = {},
  settings: HttpSettings = { retries: { max: 0, backoffFactor: 0, jitter: 0 } },
  cleanup: (close: () => Promise<void>) => void = onTestFinished,
): StoreContext {
  const http = createHttpClient({ environment, trackingUri: uri, settings })
  cleanup(() => http.close())
  return { platform: 'posix', cwd: '/', environment, http }
}
