import { readdir, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { downloadArtifacts, listArtifacts } from 'mlflow-artifacts'
import { expect, test } from 'vitest'
import { SECRETS } from './canary/secrets.ts'
import { compareOnServer } from './compare-on-server.ts'
import { readTree } from './read-tree.ts'
import { makeCertificates } from './servers/certificates.ts'
import type { ServerAccess, StartedServer } from './servers/server-kind.ts'
import { startForwardProxy } from './servers/start-forward-proxy.ts'
import { startMlflowServer } from './servers/start-mlflow-server.ts'
import { startReverseProxy } from './servers/start-reverse-proxy.ts'

compareOnServer(
  {
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
  },
  (compared) => {
    test('every request goes through the proxy, and tells it the password', async () => {
      const { server, recorded, environment } = compared()
      const certificates = await makeCertificates(join(compared().folder, 'certificates of the tunnel'))
      const secure = await startReverseProxy({ target: server.trackingUri, tls: certificates.server })
      for (const { trackingUri } of [server, { trackingUri: secure.uri }]) {
        const proxy = await startForwardProxy()
        const proxyUri = proxy.uri.replace('//', `//user:${SECRETS.proxyPassword}@`)
        const variables = {
          HTTP_PROXY: proxyUri,
          HTTPS_PROXY: proxyUri,
          REQUESTS_CA_BUNDLE: certificates.authorityPath,
        }
        await listArtifacts(`runs:/${recorded.runId}/data`, {
          trackingUri,
          environment: environment(variables),
        })
        await proxy.close()
        const proxyAuthorization = `Basic ${btoa(`user:${SECRETS.proxyPassword}`)}`
        expect(proxy.passages).not.toEqual([])
        expect(proxy.passages.filter((passage) => passage.proxyAuthorization !== proxyAuthorization)).toEqual(
          [],
        )
        if (trackingUri === secure.uri)
          expect(new Set(proxy.passages.map(({ method }) => method))).toEqual(new Set(['CONNECT']))
      }
      await secure.close()
      expect(secure.requests.filter(({ headers }) => headers['proxy-authorization'])).toEqual([])
    })

    test('a second download keeps what has not changed since', async () => {
      const { folder, server, recorded, environment } = compared()
      const artifacts = join(
        server.artifactFolder ?? '',
        recorded.artifacts.replace(/^mlflow-artifacts:/, ''),
      )
      for (const name of await readdir(artifacts, { recursive: true }))
        await utimes(join(artifacts, name), 1e9, 1e9)
      const download = async (): Promise<(boolean | undefined)[]> => {
        const kept: (boolean | undefined)[] = []
        await downloadArtifacts(`runs:/${recorded.runId}/`, {
          trackingUri: server.trackingUri,
          environment: environment(),
          dstPath: join(folder, 'kept'),
          overwrite: 'ifChanged',
          onProgress: ({ finished }) => kept.push(...finished.map((file) => file.kept)),
        })
        return kept
      }
      const first = await download()
      expect(first.length).toBeGreaterThan(3)
      expect(new Set(first)).toEqual(new Set([false]))
      expect(new Set(await download())).toEqual(new Set([true]))
      expect(await readTree(join(folder, 'kept'))).toEqual(await readTree(artifacts))
    }, 30_000)

    test('names with a % below an encoded path prefix (encoded-prefixes)', async () => {
      const { folder, server, manyRunId, environment } = compared()
      const proxy = await startReverseProxy({ target: server.trackingUri, prefix: '/team%20a/mlflow' })
      const path = await downloadArtifacts(`runs:/${manyRunId}/`, {
        trackingUri: proxy.uri,
        environment: environment(),
      })
      await proxy.close()
      expect(await readTree(path)).toEqual(await readTree(join(folder, 'many-to-log')))
    })
  },
)
