import { type FileInfo, MlflowError } from '@mlflow-artifacts/repository'
import { posixBasename, posixDirname } from '@mlflow-artifacts/repository/python'
import type { Destination } from './destination.ts'
import { localName } from './local-name.ts'
import { NameProbe, type ProbedName } from './name-probe.ts'

/** The files and directories that a download writes, so that no two artifacts become one. */
export class TakenNames {
  readonly #destination: Pick<Destination, 'locate' | 'makeDirectory'>
  /** The first of all that a file system may take for one; nothing longer, as there may be a million of them. */
  readonly #firstFiles = new Map<string, string>()
  readonly #firstDirectories = new Map<string, string>()
  /** Other directories that a first one is like. */
  readonly #otherDirectories = new Map<string, Promise<void>>()
  readonly #probes = new Map<string, NameProbe>()

  constructor(destination: Pick<Destination, 'locate' | 'makeDirectory'>) {
    this.#destination = destination
  }

  /**
   * Only the file system itself knows which names are one to it: of two that may be, it is asked.
   *
   * @param path - relative to the destination
   * @param target - names it in the error
   * @throws MlflowError `INVALID_PARAMETER_VALUE` where another artifact has the name already, or where one of the two is a
   *   file, and the other is that as a directory, or in it
   */
  async take(path: string, { isDir }: Pick<FileInfo, 'isDir'>, target: string): Promise<void> {
    const name = localName(path)
    for (
      let directory = isDir ? name : posixDirname(name);
      /[^/]/.test(directory);
      directory = posixDirname(directory)
    ) {
      const key = foldedName(directory)
      if (this.#firstDirectories.get(key) === directory) break
      await this.#takeDirectory(key, directory, target)
    }
    if (!isDir) await this.#takeFile(foldedName(name), name, target)
  }

  /** Removes what was needed to ask. */
  async close(): Promise<void> {
    await Promise.all([...this.#probes.values()].map((probe) => probe.close()))
  }

  #takeDirectory(key: string, name: string, target: string): Promise<void> {
    const begun = this.#otherDirectories.get(name)
    if (begun !== undefined) return begun
    const first = this.#first(key)
    if (first === undefined) {
      this.#firstDirectories.set(key, name)
      return Promise.resolve()
    }
    const taken = this.#assertFree(first, { path: name, isDir: true }, target)
    this.#otherDirectories.set(name, taken)
    return taken
  }

  async #takeFile(key: string, name: string, target: string): Promise<void> {
    const first = this.#first(key)
    if (first === undefined) this.#firstFiles.set(key, name)
    else await this.#assertFree(first, { path: name, isDir: false }, target)
  }

  #first(key: string): ProbedName | undefined {
    const file = this.#firstFiles.get(key)
    if (file !== undefined) return { path: file, isDir: false }
    const directory = this.#firstDirectories.get(key)
    return directory === undefined ? undefined : { path: directory, isDir: true }
  }

  async #assertFree(first: ProbedName, name: ProbedName, target: string): Promise<void> {
    if (first.path !== name.path && !(await this.#isTaken(first, name))) return
    throw first.isDir || name.isDir ? bothKinds(name.path, target) : sameName(name.path, target)
  }

  async #isTaken(first: ProbedName, name: ProbedName): Promise<boolean> {
    // Whether names differ by their case is told by each directory for itself on some file systems.
    const shared = sharedDirectory(first.path, name.path)
    await this.#destination.makeDirectory(shared)
    const directory = this.#destination.locate(shared)
    const probe = this.#probes.get(directory) ?? new NameProbe(directory)
    this.#probes.set(directory, probe)
    const start = shared === '' ? 0 : shared.length + 1
    const below = ({ path, isDir }: ProbedName): ProbedName => ({ path: path.slice(start), isDir })
    return await probe.isTaken(below(first), below(name))
  }
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
      hint:
        `Leave out what is in the directory (exclude: '**/${posixBasename(name)}/**'), or rename one in the store. Alone, the ` +
        'directory is downloaded by its path with a slash at the end, and the file is read by openArtifact or loadText.',
    },
  )
}

/**
 * One for all names that some file system may take for one: it does not tell capitals, ways to write an accent, or what
 * stands for a letter from each other, and drops what shows nothing, and points and spaces at the end. Too much in
 * common costs a question, too little a file.
 */
function foldedName(name: string): string {
  // Only digits, letters and points of ASCII: the usual name, for which the rest takes long.
  const letters = /^[\w./-]*$/.test(name) ? name.toLowerCase() : foldedLetters(name)
  return letters.replace(/[. ]+(?=\/|$)/g, '')
}

function foldedLetters(name: string): string {
  const shown = name.normalize('NFKD').replace(/\p{Default_Ignorable_Code_Point}/gu, '')
  // Capitals first: only they tell that `ß` is `ss` and `ς` is `σ`.
  return shown.toUpperCase().toLowerCase().normalize('NFKD')
}

function sharedDirectory(one: string, other: string): string {
  const segments = one.split('/')
  const others = other.split('/')
  const differing = segments.findIndex((segment, index) => segment !== others[index])
  return segments.slice(0, differing).join('/')
}
