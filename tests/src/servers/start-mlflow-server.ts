import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { cleanEnvironment } from './clean-environment.ts'
import { startProcess } from './start-process.ts'

/** What kind of server to start. */
export interface MlflowServerOptions {
  /** The Python that has MLflow installed. */
  readonly python: string
  /** Holds the server's database, and its artifacts where they have no other destination. It is kept. */
  readonly folder: string
  /** Default: a free one. */
  readonly port?: number
  /** Default: `artifacts` in the folder. */
  readonly artifactsDestination?: string
  /** `false`: clients read and write the artifact destination themselves. Default: `true`. */
  readonly serveArtifacts?: boolean
  /** The administrator of a server that asks for a password. Default: it asks for none. */
  readonly basicAuth?: { readonly username: string; readonly password: string }
  /** Default: `false`. */
  readonly workspaces?: boolean
  /** Variables of the server, such as the credentials of its destination. */
  readonly environment?: Readonly<Record<string, string>>
}

/** A real `mlflow server` on this machine. */
export interface MlflowServer {
  /** Such as `http://127.0.0.1:40123`. */
  readonly uri: string
  readonly port: number
  /** What it wrote so far. */
  log(): string
  stop(): Promise<void>
}

/** Starts a real `mlflow server` on SQLite, and waits until it answers. */
export async function startMlflowServer(options: MlflowServerOptions): Promise<MlflowServer> {
  const { python, folder, port = 0, serveArtifacts = true, workspaces = false, basicAuth } = options
  const destination = options.artifactsDestination ?? join(folder, 'artifacts')
  await mkdir(folder, { recursive: true })
  const { address, log, stop } = await startProcess({
    command: join(dirname(python), 'mlflow'),
    arguments: [
      'server',
      ...['--host', '127.0.0.1', '--port', String(port), '--workers', '1'],
      ...['--backend-store-uri', `sqlite:///${join(folder, 'mlflow.db')}`],
      ...(serveArtifacts
        ? ['--artifacts-destination', destination]
        : ['--no-serve-artifacts', '--default-artifact-root', destination]),
      ...(workspaces ? ['--enable-workspaces'] : []),
      ...(basicAuth === undefined ? [] : ['--app-name', 'basic-auth']),
    ],
    folder,
    environment: cleanEnvironment(folder, {
      // Its queues are seven processes that nothing here needs.
      MLFLOW_SERVER_ENABLE_JOB_EXECUTION: 'false',
      ...(basicAuth !== undefined && (await basicAuthVariables(folder, basicAuth))),
      ...options.environment,
    }),
    findAddress: async (text) => {
      const port = /Uvicorn running on http:\/\/127\.0\.0\.1:(\d+)/.exec(text)?.[1]
      if (port === undefined) return undefined
      const healthy = await fetch(`http://127.0.0.1:${port}/health`).then(
        ({ ok }) => ok,
        () => false,
      )
      return healthy ? Number(port) : undefined
    },
  })
  return { uri: `http://127.0.0.1:${address}`, port: address, log, stop }
}

async function basicAuthVariables(
  folder: string,
  { username, password }: { username: string; password: string },
): Promise<Record<string, string>> {
  const config = join(folder, 'basic-auth.ini')
  // Without the cache, each request hashes the password anew, on purpose slowly.
  const lines = [
    '[mlflow]',
    'default_permission = NO_PERMISSIONS',
    `database_uri = sqlite:///${join(folder, 'basic-auth.db')}`,
    'authorization_function = mlflow.server.auth:authenticate_request_basic_auth',
    'auth_cache_ttl_seconds = 600',
  ]
  await writeFile(config, `${lines.join('\n')}\n`)
  return {
    MLFLOW_AUTH_CONFIG_PATH: config,
    MLFLOW_AUTH_ADMIN_USERNAME: username,
    MLFLOW_AUTH_ADMIN_PASSWORD: password,
    MLFLOW_FLASK_SERVER_SECRET_KEY: 'only for these tests',
  }
}
