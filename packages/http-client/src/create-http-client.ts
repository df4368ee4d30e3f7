import type { HttpClient, HttpRequest, HttpResponse } from '@mlflow-artifacts/repository'
import { ConnectionPools } from './connection-pools.ts'
import type { HttpSettings } from './http-settings.ts'

/** What {@link createHttpClient} is made from. */
export interface HttpClientOptions {
  /** The environment variables, by name. */
  readonly environment: Readonly<Record<string, string | undefined>>
  /**
   * The tracking URI. To its origin, where it is `http:` or `https:`, and to no other the credentials belong; user and
   * password in it are among them.
   */
  readonly trackingUri: string | undefined
  /** Default: what the environment says. */
  readonly settings?: HttpSettings | undefined
  /** Connections to share with other clients, closed by whoever made them. Default: the client's own. */
  readonly pools?: ConnectionPools | undefined
}

/** The HTTP client of one call, or of many with the same environment. */
export function createHttpClient(options: HttpClientOptions): HttpClient & { close(): Promise<void> } {
  const pools = options.pools ?? new ConnectionPools()
  return {
    async request(request: HttpRequest): Promise<HttpResponse> {
      const { Agent } = await import('undici')
      const agent = await pools.dispatcher('', async () => new Agent({ allowH2: false, connections: 16 }))
      const { origin } = new URL(request.url)
      const path = request.url.slice(request.url.indexOf('/', 8))
      const { statusCode, headers, body } = await agent.request({
        origin,
        path,
        method: request.method ?? 'GET',
        headers: { 'accept-encoding': 'identity', ...request.headers },
        body: request.body ?? null,
        signal: request.signal ?? null,
      })
      const flat = Object.entries(headers).map(([name, value]) => [name, String(value)])
      return { status: statusCode, headers: Object.fromEntries(flat), url: request.url, body }
    },
    close: async () => {
      if (options.pools === undefined) await pools.close()
    },
  }
}
