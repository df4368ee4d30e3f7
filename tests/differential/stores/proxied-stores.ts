import { join } from 'node:path'
import { SECRETS } from '../../src/canary/secrets.ts'
import { startMlflowServer } from '../../src/servers/start-mlflow-server.ts'
import { startSeaweed } from '../../src/servers/start-seaweed.ts'
import type { StartedStore, Store } from './store.ts'

const SCHEME = /^mlflow-artifacts:\/?/

/** A server that keeps the artifacts in a folder of its own. */
export const proxiedLocal: Store = {
  name: 'proxied-local',
  async start(python, folder): Promise<StartedStore> {
    const { uri, stop } = await startMlflowServer({ python, folder })
    return {
      trackingUri: uri,
      environment: {},
      keeper: 'server',
      keepsEmptyDirectories: true,
      behind: (artifactUri) => join(folder, 'artifacts', artifactUri.replace(SCHEME, '')),
      forms: (artifactUri) => proxyForms(uri, artifactUri),
      close: stop,
    }
  },
}

/** A server that keeps the artifacts in a bucket. */
export const proxiedS3: Store = {
  name: 'proxied-s3',
  async start(python, folder): Promise<StartedStore> {
    const seaweed = await startSeaweed({
      python,
      folder: join(folder, 'seaweed'),
      accessKey: 'canary',
      secretKey: SECRETS.s3SecretKey,
      bucket: 'bucket',
    })
    const { environment } = seaweed
    const artifactsDestination = 's3://bucket/root'
    const { uri, stop } = await startMlflowServer({ python, folder, artifactsDestination, environment })
    return {
      trackingUri: uri,
      // For what Python logs behind the server.
      environment,
      keeper: 'server',
      keepsEmptyDirectories: false,
      refused: '\\',
      behind: (artifactUri) => artifactUri.replace(SCHEME, `${artifactsDestination}/`),
      forms: (artifactUri) => proxyForms(uri, artifactUri),
      async close() {
        await Promise.all([stop(), seaweed.stop()])
      },
    }
  },
}

/** The ways to name what a server serves. */
function proxyForms(server: string, artifactUri: string): readonly [string, ...string[]] {
  const path = artifactUri.replace(SCHEME, '/')
  return [
    artifactUri,
    `mlflow-artifacts://${new URL(server).host}${path}`,
    `${server}/api/2.0/mlflow-artifacts/artifacts${path}`,
  ]
}
