import { join } from 'node:path'
import { SECRETS } from './canary/secrets.ts'
import { compareOnServer } from './compare-on-server.ts'
import { startMlflowServer } from './servers/start-mlflow-server.ts'
import { startSeaweed } from './servers/start-seaweed.ts'

compareOnServer({
  name: 'a server that leaves artifacts on S3 to its clients',
  servesArtifacts: false,
  async start(python, folder) {
    const seaweed = await startSeaweed({
      python,
      folder: join(folder, 'seaweed'),
      accessKey: 'canary',
      secretKey: SECRETS.s3SecretKey,
      bucket: 'bucket',
    })
    const { uri, stop } = await startMlflowServer({
      python,
      folder,
      serveArtifacts: false,
      artifactsDestination: 's3://bucket/root',
    })
    return {
      trackingUri: uri,
      environment: seaweed.environment,
      async close() {
        await Promise.all([stop(), seaweed.stop()])
      },
    }
  },
})
