import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { type LocalServer, listen } from '../servers/listen.ts'
import { type Exchange, exchangeKey, sendExchange } from './exchange.ts'
import { type OldVersion, recordingFolder } from './old-version.ts'

/** A server that answers as an old one was heard to. */
export interface ReplayServer extends LocalServer {
  readonly uri: string
  /** What nobody had asked the old server, and got no answer. */
  readonly unknown: readonly string[]
}

/** Starts a server that says what the `mlflow server` of an old version said. */
export async function replayExchanges(version: OldVersion): Promise<ReplayServer> {
  const lines = (await readFile(join(recordingFolder(version), 'exchanges.jsonl'), 'utf8')).trim().split('\n')
  const exchanges = new Map<string, Exchange>()
  for (const line of lines) {
    const exchange: Exchange = JSON.parse(line)
    exchanges.set(exchange.request, exchange)
  }
  const unknown: string[] = []

  async function handle(incoming: IncomingMessage, answer: ServerResponse): Promise<void> {
    const { method = '', url = '' } = incoming
    const key = exchangeKey(method, url, (await buffer(incoming)).toString('utf8'))
    const exchange = exchanges.get(key)
    if (exchange !== undefined) {
      sendExchange(exchange, answer)
    } else {
      unknown.push(key)
      answer.writeHead(400).end('not recorded')
    }
  }

  const server = createServer((incoming, answer) => {
    handle(incoming, answer).catch(() => answer.destroy())
  })
  const listening = await listen(server)
  return { ...listening, uri: `http://127.0.0.1:${listening.port}`, unknown }
}
