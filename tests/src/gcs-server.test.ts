import { compareOnServer } from './compare-on-server.ts'
import type { StartedServer } from './servers/server-kind.ts'
import { startFakeGcs } from './servers/start-fake-gcs.ts'
import { startMlflowServer } from './servers/start-mlflow-server.ts'

/** A server whose artifacts are in a bucket, which it reads itself or leaves to its clients. */
async function startOnGcs(python: string, folder: string, serveArtifacts: boolean): Promise<StartedServer> {
  const store = await startFakeGcs({ python, folder, bucket: 'bucket' })
  const { environment } = store
  const artifactsDestination = 'gs://bucket/root'
  const server = await startMlflowServer({
    python,
    folder,
    artifactsDestination,
    serveArtifacts,
    environment,
  })
  return {
    trackingUri: server.uri,
    environment: serveArtifacts ? {} : environment,
    async close() {
      await Promise.all([server.stop(), store.stop()])
    },
  }
}

compareOnServer({
  name: 'a server whose clients read from GCS',
  servesArtifacts: false,
  objectStore: true,
  start: (python, folder) => startOnGcs(python, folder, false),
})

compareOnServer({
  name: 'a server with artifacts on GCS',
  start: (python, folder) => startOnGcs(python, folder, true),
})
