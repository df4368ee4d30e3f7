import { join } from 'node:path'
import { SECRETS } from './canary/secrets.ts'
import { compareOnServer } from './compare-on-server.ts'
import { startMlflowServer } from './servers/start-mlflow-server.ts'
import { startSeaweed } from './servers/start-seaweed.ts'

compareOnServer({
  name: 'a server that leaves the artifacts to its clients',
  servesArtifacts: false,
  async start(python, folder) {
    const { uri, stop } = await startMlflowServer({ python, folder, serveArtifacts: false })
    return { trackingUri: uri, environment: {}, close: stop }
  },
})

compareOnServer({
  name: 'a server with basic auth',
  async start(python, folder) {
    const basicAuth = { username: 'canary', password: SECRETS.password }
    const { uri, stop } = await startMlflowServer({ python, folder, basicAuth })
    return {
      trackingUri: uri,
      environment: {
        MLFLOW_TRACKING_USERNAME: basicAuth.username,
        MLFLOW_TRACKING_PASSWORD: basicAuth.password,
      },
      artifactFolder: join(folder, 'artifacts'),
      close: stop,
    }
  },
})

compareOnServer({
  name: 'a server with workspaces',
  async start(python, folder) {
    const { uri, stop } = await startMlflowServer({ python, folder, workspaces: true })
    const created = await fetch(`${uri}/api/3.0/mlflow/workspaces`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'team-a' }),
    })
    if (!created.ok) throw new Error(`No workspace: ${await created.text()}`)
    return {
      trackingUri: uri,
      environment: { MLFLOW_WORKSPACE: 'team-a' },
      artifactFolder: join(folder, 'artifacts'),
      close: stop,
    }
  },
})

compareOnServer({
  name: 'a server with artifacts on S3',
  async start(python, folder) {
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
      environment: {},
      async close() {
        await Promise.all([stop(), seaweed.stop()])
      },
    }
  },
  accesses: {
    async 'without signed URLs'({ trackingUri }) {
      return { trackingUri, environment: { MLFLOW_ENABLE_PROXY_MULTIPART_DOWNLOAD: 'false' } }
    },
  },
})
