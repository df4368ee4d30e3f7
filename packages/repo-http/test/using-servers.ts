import { afterEach } from 'vitest'
import { type MlflowServer, type MlflowServerOptions, startMlflowServer } from './start-mlflow-server.ts'
import { startServer, type TestServer } from './start-server.ts'

const started: { close(): Promise<void> }[] = []

/** Closes after each test what it started by these functions. */
export function closeServersAfterEach(): void {
  afterEach(async () => {
    await Promise.all(started.splice(0).map((server) => server.close()))
  })
}

export async function mlflowServer(
  artifacts: Readonly<Record<string, string | undefined>>,
  options?: MlflowServerOptions,
): Promise<MlflowServer> {
  const server = await startMlflowServer(artifacts, options)
  started.push(server)
  return server
}

export async function server(...answer: Parameters<typeof startServer>): Promise<TestServer> {
  const server = await startServer(...answer)
  started.push(server)
  return server
}
