import { join } from 'node:path'
import { compareOnServer } from './compare-on-server.ts'
import { startMlflowServer } from './servers/start-mlflow-server.ts'

compareOnServer({
  name: 'a server that leaves the artifacts to its clients',
  servesArtifacts: false,
  async start(python, folder) {
    const { uri, stop } = await startMlflowServer({ python, folder, serveArtifacts: false })
    return { trackingUri: uri, environment: {}, close: stop }
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
