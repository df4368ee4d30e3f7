import { MlflowError } from '@mlflow-artifacts/repository'
import type { Destination } from './destination.ts'
import { localName } from './local-name.ts'
import { NameProbe } from './name-probe.ts'

/** The files that a download writes, so that no two artifacts become one. */
export class TakenNames {
  readonly #destination: Pick<Destination, 'locate'>
  /** The first path of all that a file system may take for one; nothing longer, as there may be a million of them. */
  readonly #names = new Map<string, string>()
  readonly #probes = new Map<string, NameProbe>()

  constructor(destination: Pick<Destination, 'locate'>) {
    this.#destination = destination
  }

  /**
   * Only the file system itself knows which names are one to it: of two that may be, it is asked.
   *
   * @param path - relative to the destination; its directory exists
   * @param target - names it in the error
   * @throws MlflowError `INVALID_PARAMETER_VALUE` where another artifact has the name already
   */
  async take(path: string, target: string): Promise<void> {
    const name = localName(path)
    const key = foldedName(name)
    const first = this.#names.get(key)
    if (first === undefined) {
      this.#names.set(key, name)
      return
    }
    if (first !== name && !(await this.#areOne(first, name))) return
    throw new MlflowError(`'${path}' would become the same file as another artifact: ${target}`, {
      code: 'INVALID_PARAMETER_VALUE',
      uri: target,
      hint: 'Download the two to different directories.',
    })
  }

  /** Removes what was needed to ask. */
  async close(): Promise<void> {
    await Promise.all([...this.#probes.values()].map((probe) => probe.close()))
  }

  async #areOne(first: string, name: string): Promise<boolean> {
    // Whether names differ by their case is told by each directory for itself on some file systems.
    const shared = sharedDirectory(first, name)
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
