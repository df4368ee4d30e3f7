import type { Dispatcher } from 'undici'
import type { ConnectionOptions } from '../configuration/configuration.ts'
import { lookupWithin } from '../destination/lookup-within.ts'
import { LARGEST_HEADERS } from './largest-headers.ts'
import type { ReceiveBuffers } from './receive-buffers.ts'

/**
 * Makes what opens and keeps connections with these options.
 *
 * @param buffers - what they read into; through a proxy they have memory of their own
 */
export async function makeDispatcher(
  options: ConnectionOptions,
  buffers: ReceiveBuffers,
): Promise<Dispatcher> {
  const { tls, proxy, addresses, limits: opening, maxConnections, keepAliveMs } = options
  const { ca, ...others } = tls ?? {}
  // HTTP/2 is slow with many bytes, so it is not even offered.
  const verification = {
    ...others,
    ...(ca === undefined ? {} : { ca: [...ca] }),
    allowH2: false,
    ...(keepAliveMs === undefined ? { keepAlive: false } : { keepAliveInitialDelay: keepAliveMs }),
  }
  const limits = {
    allowH2: false,
    connections: maxConnections,
    // Each step has its own limit.
    connectTimeout: 0,
    maxHeaderSize: LARGEST_HEADERS,
  }
  // All of undici takes twice as long to load, most of it for `fetch` and what stands on it.
  const { default: Pool } = await import('undici/lib/dispatcher/pool.js')
  const { Connection } = await import('./connection.ts')
  const how = { limits: opening, isProxied: proxy !== undefined }
  const pool = (origin: string | URL, options: object): Dispatcher =>
    new Pool(origin, { ...options, factory: (url, ofPool) => new Connection(url, ofPool, buffers, how) })
  if (proxy === undefined) {
    const lookup = addresses === undefined ? {} : { lookup: lookupWithin(addresses) }
    const { default: Agent } = await import('undici/lib/dispatcher/agent.js')
    return new Agent({
      ...limits,
      factory: pool,
      connect: { ...verification, ...(buffers.onread && { onread: buffers.onread }), ...lookup },
    })
  }

  const { ProxyAgent } = await import('undici')
  // The client certificate is for the server behind the proxy.
  const { cert: _cert, key: _key, ...proxyTls } = verification
  return new ProxyAgent({
    ...limits,
    uri: proxy.uri,
    ...(proxy.authorization === undefined ? {} : { token: proxy.authorization }),
    requestTls: { ...verification, timeout: opening.tlsMs },
    proxyTls,
    clientFactory: (origin, client) =>
      pool(origin, { ...client, allowH2: false, headersTimeout: opening.tunnelMs }),
    // undici forgets the limits on the connections over which it forwards plain HTTP.
    factory: (origin, options) => pool(origin, { ...limits, ...options }),
  })
}
