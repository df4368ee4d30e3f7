import type { ArtifactRepository, FileInfo, RequestOptions } from '@mlflow-artifacts/repository'
import { list } from './list.ts'

/** Directories that are listed at once: enough to hide the way to a server, few enough to be polite to it. */
const LISTED_AT_ONCE = 16

/** Lists directories before they are asked for, a limited number of them. */
export class ListingAhead {
  readonly #repository: ArtifactRepository
  readonly #options: RequestOptions
  readonly #listings = new Map<string, Promise<readonly FileInfo[]>>()

  constructor(repository: ArtifactRepository, options: RequestOptions) {
    this.#repository = repository
    this.#options = options
  }

  /** Starts to list the first of these directories, as far as the limit allows. */
  start(directories: Iterable<string>): void {
    for (const directory of directories) {
      if (this.#listings.size >= LISTED_AT_ONCE) return
      if (!this.#listings.has(directory)) this.#listings.set(directory, this.#list(directory))
    }
  }

  /** The children of a directory, which is then forgotten. */
  async take(directory: string): Promise<readonly FileInfo[]> {
    const listing = this.#listings.get(directory) ?? this.#list(directory)
    this.#listings.delete(directory)
    return await listing
  }

  #list(directory: string): Promise<readonly FileInfo[]> {
    const listing = childrenOf(this.#repository, directory, this.#options)
    // Whoever takes it sees the failure; a listing that nobody takes has none to report.
    listing.catch(() => undefined)
    return listing
  }
}

async function childrenOf(
  repository: ArtifactRepository,
  directory: string,
  options: RequestOptions,
): Promise<FileInfo[]> {
  const children: FileInfo[] = []
  for await (const child of list(repository, directory, options)) children.push(child)
  return children
}
