import { spawnSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { findPythonEnvironment } from '../../tests/servers/python-environment.mjs'

/** Programs that come from the environment of the tests. */
export interface Tools {
  /** A Python with MLflow and boto3. */
  readonly python: string
  readonly mlflow: string
  readonly rclone: string
}

/**
 * Finds the environment of the tests, and installs it where it is missing.
 *
 * @throws Error where there is no Python 3.10 or newer
 */
export function findTools(): Tools {
  if (findPythonEnvironment()?.installed === false) {
    const installer = join(import.meta.dirname, '../../tests/servers/install.mjs')
    spawnSync(process.execPath, [installer], { stdio: 'inherit' })
  }
  const environment = findPythonEnvironment()
  if (!environment?.installed) throw new Error('The benchmark needs Python 3.10 or newer.')
  const binaries = dirname(environment.python)
  return {
    python: environment.python,
    mlflow: join(binaries, 'mlflow'),
    rclone: join(binaries, 'rclone'),
  }
}
