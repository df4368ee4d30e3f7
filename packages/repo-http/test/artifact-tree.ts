/** One entry of a listing, as MLflow's server writes it. */
export interface ListedEntry {
  readonly path: string
  readonly is_dir: boolean
  readonly file_size?: number
}

/** The artifacts of a test's server: the content of each file by its path; `undefined` is an empty directory. */
export class ArtifactTree {
  readonly #files: Map<string, Buffer | undefined>

  constructor(artifacts: Readonly<Record<string, string | Uint8Array | undefined>>) {
    const files = Object.entries(artifacts).map(
      ([path, content]) => [path, content === undefined ? undefined : Buffer.from(content)] as const,
    )
    this.#files = new Map(files)
  }

  file(path: string): Buffer | undefined {
    return this.#files.get(path)
  }

  replace(path: string, content: string): void {
    this.#files.set(path, Buffer.from(content))
  }

  isDirectory(path: string): boolean {
    return (
      (this.#files.has(path) && this.file(path) === undefined) ||
      [...this.#files.keys()].some((file) => file.startsWith(`${path}/`))
    )
  }

  /** The children of a directory. A size of 0 is left out, as the server leaves it out. */
  children(directory: string): ListedEntry[] {
    const prefix = directory === '' ? '' : `${directory}/`
    const children = new Map<string, ListedEntry>()
    for (const [path, content] of this.#files) {
      if (!path.startsWith(prefix)) continue
      const [name = '', ...below] = path.slice(prefix.length).split('/')
      const isDirectory = below.length > 0 || content === undefined
      const size = content !== undefined && content.length > 0 ? { file_size: content.length } : {}
      children.set(name, isDirectory ? { path: name, is_dir: true } : { path: name, is_dir: false, ...size })
    }
    return [...children.values()]
  }
}
