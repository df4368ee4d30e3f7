import { MlflowError } from '@mlflow-artifacts/repository'

/** The files that a download writes, so that no two artifacts become one. */
export class TakenNames {
  readonly #names = new Set<string>()

  /** @throws MlflowError `INVALID_PARAMETER_VALUE` where another artifact has the name already */
  take(target: string, path: string, platform: NodeJS.Platform = process.platform): void {
    // File systems that keep the case of names, but do not tell names apart by it.
    const name =
      platform === 'win32' || platform === 'darwin' ? target.normalize('NFC').toLowerCase() : target
    if (this.#names.has(name)) {
      throw new MlflowError(`'${path}' would become the same file as another artifact: ${target}`, {
        code: 'INVALID_PARAMETER_VALUE',
        uri: target,
        hint: 'Download the two to different directories.',
      })
    }
    this.#names.add(name)
  }
}
