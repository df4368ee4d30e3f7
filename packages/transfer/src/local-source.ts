import type { BigIntStats } from 'node:fs'
import { realpath, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { type ArtifactRepository, MlflowError } from '@mlflow-artifacts/repository'
import { MountTable } from './mount-table.ts'
import { isSameFile } from './partial/same-file.ts'

/** What an artifact is on this machine. */
interface Found {
  readonly path: string
  readonly realPath: string
  readonly stats: BigIntStats
}

/**
 * What is downloaded where it is on this machine already, and the rule that nothing is written into it, however it is
 * spelled: through links, in another case, by another mount.
 */
export class LocalSource {
  readonly #repository: Pick<ArtifactRepository, 'localPath'>
  readonly #root: Found
  readonly #mounts: MountTable
  readonly #isInside = new Map<string, Promise<boolean>>()

  private constructor(repository: Pick<ArtifactRepository, 'localPath'>, root: Found, mounts: MountTable) {
    this.#repository = repository
    this.#root = root
    this.#mounts = mounts
  }

  /**
   * @param mounts - what is mounted where. Default: what the system says
   * @returns `undefined` where it is elsewhere, and where nothing is there
   */
  static async find(
    repository: Pick<ArtifactRepository, 'localPath'>,
    path: string,
    mounts?: MountTable,
  ): Promise<LocalSource | undefined> {
    const root = await locate(repository, path)
    return root && new LocalSource(repository, root, mounts ?? (await MountTable.read()))
  }

  /**
   * @param directory - that will be written to, or made
   * @throws MlflowError `INVALID_PARAMETER_VALUE` where it is what is downloaded, or something in that
   */
  async assertApart(directory: string): Promise<void> {
    // A file is told from what it would replace when it comes to it.
    if (!this.#root.stats.isDirectory() || !(await this.#inside(directory))) return
    throw refused(directory, `is in what is downloaded, '${this.#root.path}'`)
  }

  /**
   * @param path - of a file in the repository
   * @param target - its final name, under which something stands already
   * @throws MlflowError `INVALID_PARAMETER_VALUE` where that is the file itself, also under another name
   */
  async assertOther(path: string, target: string): Promise<void> {
    const [source, existing] = await Promise.all([locate(this.#repository, path), statsOf(target)])
    if (source !== undefined && isSameFile(source.stats, existing)) {
      throw refused(target, `and '${source.path}' are the same file`)
    }
  }

  #inside(path: string, isReal = false): Promise<boolean> {
    const known = this.#isInside.get(path)
    if (known !== undefined) return known
    const looked = this.#look(path, isReal)
    this.#isInside.set(path, looked)
    return looked
  }

  /** @param isReal - it holds no link, and so do the directories above it, of which each would take as long again to say */
  async #look(path: string, isReal: boolean): Promise<boolean> {
    const found = isReal ? path : await realpath(path).catch(() => undefined)
    if (found !== undefined && found !== path) return await this.#inside(found, true)
    if (this.#mounts.locate(path).startsWith(this.#mounts.locate(this.#root.realPath))) return true
    if (isSameFile(this.#root.stats, await statsOf(path))) return true
    return dirname(path) !== path && (await this.#inside(dirname(path), found !== undefined))
  }
}

async function locate(
  repository: Pick<ArtifactRepository, 'localPath'>,
  path: string,
): Promise<Found | undefined> {
  // Why there is none is said by whoever reads it.
  const found = await repository.localPath?.(path).catch(() => undefined)
  if (found === undefined) return undefined
  const [realPath, stats] = await Promise.all([realpath(found).catch(() => undefined), statsOf(found)])
  return realPath === undefined || stats === undefined ? undefined : { path: found, realPath, stats }
}

async function statsOf(path: string): Promise<BigIntStats | undefined> {
  return await stat(path, { bigint: true }).catch(() => undefined)
}

function refused(target: string, why: string): MlflowError {
  return new MlflowError(`Artifacts cannot be downloaded into themselves: '${target}' ${why}`, {
    code: 'INVALID_PARAMETER_VALUE',
    uri: target,
    hint: 'Choose a dstPath outside of what is downloaded.',
  })
}
