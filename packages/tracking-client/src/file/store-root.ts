import { resolve } from 'node:path'
import { localFileUriToPath, type Machine, MlflowError } from '@mlflow-artifacts/repository'
import { meantServer } from '../uris/meant-server.ts'
import { fileKind } from './file-kind.ts'

/** The folder of a file store, which MLflow calls `mlruns` by default. */
export class StoreRoot {
  /** Absolute. */
  readonly path: string
  readonly #uri: string

  constructor(uri: string, machine: Machine) {
    this.#uri = uri
    this.path = resolve(machine.cwd, localFileUriToPath(uri, machine))
  }

  /**
   * Makes sure that there is a folder: MLflow would create one, a reader does not.
   *
   * @throws MlflowError `RESOURCE_DOES_NOT_EXIST`, or `INVALID_PARAMETER_VALUE` where a file stands there
   */
  async check(): Promise<void> {
    const kind = await fileKind(this.path)
    if (kind === 'directory') return
    const server = meantServer(this.#uri)
    const hint =
      (server === undefined ? '' : `If it is a server, write ${server} as the tracking URI. `) +
      'Set MLFLOW_TRACKING_URI, or pass trackingUri, to name the folder or database that MLflow logged to.'
    throw kind === undefined
      ? new MlflowError(`The file store '${this.path}' does not exist.`, {
          code: 'RESOURCE_DOES_NOT_EXIST',
          uri: this.#uri,
          hint,
        })
      : new MlflowError(`The file store '${this.path}' is not a folder.`, {
          code: 'INVALID_PARAMETER_VALUE',
          uri: this.#uri,
          hint: `${hint} A database is named by sqlite:///<file>.`,
        })
  }
}
