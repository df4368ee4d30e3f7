import { type FileInfo, MlflowError } from '@mlflow-artifacts/repository'
import { posixBasename, posixDirname } from '@mlflow-artifacts/repository/python'
import type { Destination } from './destination.ts'
import { localName } from './local-name.ts'
import { NameProbe } from './name-probe.ts'

/** What has the first of all names that a file system may take for one. */
interface Taken {
  readonly name: string
  readonly isDir: boolean
}

/** The files and directories that a download writes, so that no two artifacts become one. */
export class TakenNames {
  readonly #destination: Pick<Destination, 'locate' | 'makeDirectory'>
  /** By {@link foldedName}, and nothing longer than names, as there may be a million of them. */
  readonly #first = new Map<string, Taken>()
  readonly #directories = new Map<string, Promise<void>>()
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
    if (isDir) return await this.#takeDirectory(name, target)
    await this.#takeDirectory(posixDirname(name), target)
    if (this.#directories.has(name)) throw bothKinds(name, target)
    await this.#takeUnlessOne({ name, isDir }, target)
  }

  /** Removes what was needed to ask. */
  async close(): Promise<void> {
    await Promise.all([...this.#probes.values()].map((probe) => probe.close()))
  }

  /** A directory and those above it, once. */
  async #takeDirectory(name: string, target: string): Promise<void> {
    if (!/[^/]/.test(name)) return
    const known = this.#directories.get(name)
    if (known !== undefined) return await known
    const taken = this.#takeDirectory(posixDirname(name), target).then(() =>
      this.#takeUnlessOne({ name, isDir: true }, target),
    )
    this.#directories.set(name, taken)
    await taken
  }

  async #takeUnlessOne(taken: Taken, target: string): Promise<void> {
    const { name, isDir } = taken
    const key = foldedName(name)
    const first = this.#first.get(key)
    if (first === undefined) {
      this.#first.set(key, taken)
      return
    }
    // Directories that become one hold what is in both.
    if (isDir && first.isDir) return
    if (first.name === name) throw isDir === first.isDir ? sameName(name, target) : bothKinds(name, target)
    if (await this.#areOne(first.name, name)) throw sameName(name, target)
  }

  async #areOne(first: string, name: string): Promise<boolean> {
    // Whether names differ by their case is told by each directory for itself on some file systems.
    const shared = sharedDirectory(first, name)
    await this.#destination.makeDirectory(shared)
    const directory = this.#destination.locate(shared)
    const probe = this.#probes.get(directory) ?? new NameProbe(directory)
    this.#probes.set(directory, probe)
    const start = shared === '' ? 0 : shared.length + 1
    return await probe.isTaken(first.slice(start), name.slice(start))
  }
}

/**
 * One for all names that some file system may take for one: it does not tell capitals, ways to write an accent, or what
 * stands for a letter from each other, and drops what shows nothing, and points and spaces at the end. Too much in
 * common costs a question, too little a file.
 */
function foldedName(name: string): string {
  const letters = name.normalize('NFKD').replace(/\p{Default_Ignorable_Code_Point}/gu, '')
  // Capitals first: only they tell that `ß` is `ss` and `ς` is `σ`.
  return letters
    .toUpperCase()
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[. ]+(?=\/|$)/g, '')
}

function sharedDirectory(one: string, other: string): string {
  const segments = one.split('/')
  const others = other.split('/')
  const differing = segments.findIndex((segment, index) => segment !== others[index])
  return segments.slice(0, differing).join('/')
}

function sameName(name: string, target: string): MlflowError {
  return new MlflowError(`'${name}' would become the same file as another artifact: ${target}`, {
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
