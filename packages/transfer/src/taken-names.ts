import { MlflowError } from '@mlflow-artifacts/repository'
import { localName } from './local-name.ts'

/** The files that a download writes, so that no two artifacts become one. */
export class TakenNames {
  readonly #names = new Set<string>()

  /**
   * @param path - relative to the destination; nothing longer is kept, as there may be a million of them
   * @param target - names it in the error
   * @throws MlflowError `INVALID_PARAMETER_VALUE` where another artifact has the name already
   */
  take(path: string, target: string, platform: NodeJS.Platform = process.platform): void {
    const name = nameOnDisk(path, platform)
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

function nameOnDisk(path: string, platform: NodeJS.Platform): string {
  const name = localName(path, platform)
  // File systems that keep the case of names, but do not tell names apart by it.
  return platform === 'win32' || platform === 'darwin' ? name.normalize('NFC').toLowerCase() : name
}
