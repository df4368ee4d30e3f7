import { join } from 'node:path'
import { SECRETS } from './canary/secrets.ts'
import { compareOnServer } from './compare-on-server.ts'
import { makeCertificates } from './servers/certificates.ts'
import type { ServerAccess, StartedServer } from './servers/server-kind.ts'
import { startForwardProxy } from './servers/start-forward-proxy.ts'
import { startMlflowServer } from './servers/start-mlflow-server.ts'
import { startReverseProxy } from './servers/start-reverse-proxy.ts'

compareOnServer({
  name: 'a server with local artifacts',
  everySource: true,
  async start(python, folder) {
    const { uri, stop } = await startMlflowServer({ python, folder })
    return { trackingUri: uri, environment: {}, artifactFolder: join(folder, 'artifacts'), close: stop }
  },
  accesses: {
    async 'below a path prefix'({ trackingUri }: StartedServer): Promise<ServerAccess> {
      const proxy = await startReverseProxy({
        target: trackingUri,
        prefix: '/team-a/mlflow',
      })
      return { trackingUri: proxy.uri, environment: {}, close: proxy.close }
    },
    async 'over TLS with a private authority'({ trackingUri }, folder) {
      const { server, authorityPath } = await makeCertificates(folder)
      const proxy = await startReverseProxy({ target: trackingUri, tls: server })
      const environment = { MLFLOW_TRACKING_SERVER_CERT_PATH: authorityPath }
      return { trackingUri: proxy.uri, environment, close: proxy.close }
    },
    async 'over TLS with client certificates'({ trackingUri }, folder) {
      const { server, authority, authorityPath, clientPath } = await makeCertificates(folder)
      const tls = { ...server, clientAuthority: authority }
      const proxy = await startReverseProxy({ target: trackingUri, tls })
      const environment = {
        REQUESTS_CA_BUNDLE: authorityPath,
        MLFLOW_TRACKING_CLIENT_CERT_PATH: clientPath,
      }
      return { trackingUri: proxy.uri, environment, close: proxy.close }
    },
    async 'through an HTTP proxy'({ trackingUri }) {
      const proxy = await startForwardProxy()
      const environment = { HTTP_PROXY: proxy.uri.replace('//', `//user:${SECRETS.proxyPassword}@`) }
      return { trackingUri, environment, close: proxy.close }
    },
  },
})
