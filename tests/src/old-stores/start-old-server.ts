import { dirname, join } from 'node:path'
import { cleanEnvironment } from '../servers/clean-environment.ts'
import { freePorts } from '../servers/free-ports.ts'
import { startProcess } from '../servers/start-process.ts'

/** Starts the `mlflow server` of an old version on a copied store, and waits until it answers. */
export async function startOldServer(
  python: string,
  folder: string,
): Promise<{ readonly uri: string; stop(): Promise<void> }> {
  const [port] = await freePorts(1)
  const uri = `http://127.0.0.1:${port}`
  const { stop } = await startProcess({
    command: join(dirname(python), 'mlflow'),
    arguments: [
      'server',
      '--serve-artifacts',
      ...['--host', '127.0.0.1', '--port', String(port), '--workers', '1'],
      ...['--backend-store-uri', `sqlite:///${join(folder, 'mlflow.db')}`],
      ...['--artifacts-destination', folder, '--default-artifact-root', 'mlflow-artifacts:/'],
    ],
    folder,
    environment: { ...cleanEnvironment(folder), PATH: `${dirname(python)}:${process.env.PATH}` },
    findAddress: async () =>
      await fetch(`${uri}/health`).then(
        ({ ok }) => (ok ? uri : undefined),
        () => undefined,
      ),
  })
  return { uri, stop }
}
