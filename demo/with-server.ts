import { spawnSync } from 'node:child_process'
import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { environmentRequired, findPythonEnvironment } from '../tests/servers/python-environment.mjs'
import { cleanEnvironment } from '../tests/src/servers/clean-environment.ts'
import { startMlflowServer } from '../tests/src/servers/start-mlflow-server.ts'
import { copyStore } from './copy-store.ts'

/** The options that lead a call to the server. */
interface ServerOptions {
  readonly trackingUri: string
  readonly environment: Readonly<Record<string, string | undefined>>
}

/**
 * Runs a job against a real MLflow server that serves a copy of the recorded store. MLflow is installed first where it
 * is not yet; without Python, a line says so.
 */
export async function withServer(
  folder: string,
  job: (options: ServerOptions) => Promise<void>,
): Promise<void> {
  if (findPythonEnvironment()?.installed === false) {
    const installer = join(import.meta.dirname, '../tests/servers/install.mjs')
    spawnSync(process.execPath, [installer], { stdio: 'inherit' })
  }
  const environment = findPythonEnvironment()
  if (!environment?.installed) {
    console.log(
      'There is no server to show: it needs Python 3.10 or newer. Without --server, the demo needs none.',
    )
    if (environmentRequired) process.exitCode = 1
    return
  }
  const store = join(folder, 'served')
  await mkdir(store)
  await copyStore(store, 'mlflow-artifacts:')
  for (const path of await readdir(store, { recursive: true })) {
    // MLflow's server serves no such name, and its clients refuse a directory that lists one.
    if (path.includes('#')) await rm(join(store, path))
  }
  const server = await startMlflowServer({
    python: environment.python,
    folder: store,
    artifactsDestination: store,
  })
  try {
    console.log(`MLFLOW_TRACKING_URI=${server.uri}`)
    await job({ trackingUri: server.uri, environment: cleanEnvironment(folder) })
  } finally {
    await server.stop()
  }
}
