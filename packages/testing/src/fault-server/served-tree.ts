import type { ListedEntry } from './listed-entry.ts'
import type { ServedFile } from './served-file.ts'

/** The files of a fault server, which a test may replace while it serves them. */
export class ServedTree {
  readonly #files: Map<string, ServedFile>
  #children: Map<string, Map<string, ListedEntry>> | undefined
  #paths: readonly string[] | undefined

  constructor(files: Iterable<readonly [path: string, file: ServedFile]>) {
    this.#files = new Map(files)
  }

  file(path: string): ServedFile | undefined {
    return this.#files.get(path)
  }

  /** Of all files, in the order of their UTF-8 bytes. */
  get paths(): readonly string[] {
    this.#paths ??= [...this.#files.keys()].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
    return this.#paths
  }

  /** Puts a file at a path, in place of what stood there. Answers under way go on with the old one. */
  set(path: string, file: ServedFile): void {
    this.#files.set(path, file)
    this.#children = undefined
    this.#paths = undefined
  }

  isDirectory(path: string): boolean {
    return this.#index().has(path)
  }

  /** What stands directly in a directory. */
  children(path: string): ListedEntry[] {
    return [...(this.#index().get(path)?.values() ?? [])]
  }

  #index(): Map<string, Map<string, ListedEntry>> {
    if (this.#children !== undefined) return this.#children
    const index = new Map<string, Map<string, ListedEntry>>()
    const childrenOf = (directory: string) => {
      const children = index.get(directory) ?? new Map<string, ListedEntry>()
      index.set(directory, children)
      return children
    }
    for (const [path, { size }] of this.#files) {
      let slash = path.lastIndexOf('/')
      let name = path.slice(slash + 1)
      const entry = { path: name, is_dir: false, ...(size > 0 && { file_size: size }) }
      childrenOf(path.slice(0, Math.max(0, slash))).set(name, entry)
      for (let directory = path.slice(0, Math.max(0, slash)); directory !== ''; ) {
        slash = directory.lastIndexOf('/')
        name = directory.slice(slash + 1)
        directory = directory.slice(0, Math.max(0, slash))
        const siblings = childrenOf(directory)
        if (siblings.has(name)) break
        siblings.set(name, { path: name, is_dir: true })
      }
    }
    this.#children = index
    return index
  }
}
