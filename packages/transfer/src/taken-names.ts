import { type FileInfo, MlflowError } from '@mlflow-artifacts/repository'
import { posixBasename, posixDirname } from '@mlflow-artifacts/repository/python'
import { localName } from './local-name.ts'

/** The files and directories that a download writes, so that no two artifacts become one. */
export class TakenNames {
  readonly #files = new Set<string>()
  readonly #directories = new Set<string>()

  /**
   * @param path - relative to the destination; nothing longer is kept, as there may be a million of them
   * @param target - names it in the error
   * @throws MlflowError `INVALID_PARAMETER_VALUE` where another artifact has the name already, or where one of the two is a
   *   file, and the other is that as a directory, or in it
   */
  take(
    path: string,
    { isDir }: Pick<FileInfo, 'isDir'>,
    target: string,
    platform: NodeJS.Platform = process.platform,
  ): void {
    const name = nameOnDisk(path, platform)
    const above: string[] = []
    for (
      let directory = isDir ? name : posixDirname(name);
      /[^/]/.test(directory) && !this.#directories.has(directory);
      directory = posixDirname(directory)
    ) {
      if (this.#files.has(directory)) throw bothKinds(directory, target)
      above.push(directory)
    }
    if (!isDir) {
      if (this.#directories.has(name)) throw bothKinds(name, target)
      if (this.#files.has(name)) throw sameName(path, target)
      this.#files.add(name)
    }
    for (const directory of above) this.#directories.add(directory)
  }
}

function nameOnDisk(path: string, platform: NodeJS.Platform): string {
  const name = localName(path, platform)
  // File systems that keep the case of names, but do not tell names apart by it.
  return platform === 'win32' || platform === 'darwin' ? name.normalize('NFC').toLowerCase() : name
}

function sameName(path: string, target: string): MlflowError {
  return new MlflowError(`'${path}' would become the same file as another artifact: ${target}`, {
    code: 'INVALID_PARAMETER_VALUE',
    uri: target,
    hint: 'Download the two to different directories.',
  })
}

function bothKinds(name: string, target: string): MlflowError {
  return new MlflowError(
    `The store holds '${name}' as a file and as a directory, which a file system cannot: ${target}`,
    {
      code: 'INVALID_PARAMETER_VALUE',
      uri: target,
      hint: `Leave out what is in the directory (exclude: '**/${posixBasename(name)}/**'), or rename one in the store.`,
    },
  )
}
