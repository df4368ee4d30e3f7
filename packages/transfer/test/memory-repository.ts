import {
  type ArtifactContent,
  type ArtifactRepository,
  type FileInfo,
  MlflowError,
} from '@mlflow-artifacts/repository'

/** How a file of a {@link MemoryRepository} is served; what is left out is right. */
export interface ServedFile {
  readonly content: string
  /** What the listing says of its size. */
  readonly listedSize?: number | undefined
  /** What the answer says of its size. */
  readonly servedSize?: number | undefined
  /** Runs before the last byte is sent. */
  readonly beforeEnd?: () => Promise<void>
  readonly failure?: Error
}

/** A repository with the required members only, of files that a test can serve as badly as it likes. */
export class MemoryRepository implements ArtifactRepository {
  readonly specificationVersion = 'v1'
  readonly uri = 'memory://store'
  opened = 0
  openAtOnce = 0
  mostOpenAtOnce = 0
  readonly #files: ReadonlyMap<string, ServedFile>

  constructor(files: Readonly<Record<string, string | ServedFile>>) {
    this.#files = new Map(
      Object.entries(files).map(([path, file]) => [
        path,
        typeof file === 'string' ? { content: file } : file,
      ]),
    )
  }

  async *list(directory: string): AsyncGenerator<FileInfo> {
    const prefix = directory === '' ? '' : `${directory}/`
    const directories = new Set<string>()
    for (const [path, file] of this.#files) {
      if (!path.startsWith(prefix)) continue
      const [name = '', ...below] = path.slice(prefix.length).split('/')
      const child = prefix + name
      if (below.length === 0) {
        yield { path, isDir: false, fileSize: 'listedSize' in file ? file.listedSize : file.content.length }
      } else if (!directories.has(child)) {
        directories.add(child)
        yield { path: child, isDir: true, fileSize: undefined }
      }
    }
  }

  async open(path: string): Promise<ArtifactContent> {
    const file = this.#files.get(path)
    if (file === undefined)
      throw new MlflowError(`No such artifact: '${path}'`, { code: 'RESOURCE_DOES_NOT_EXIST' })
    if (file.failure !== undefined) throw file.failure
    this.opened += 1
    return {
      body: this.#body(file),
      size: 'servedSize' in file ? file.servedSize : file.content.length,
      range: undefined,
      validator: undefined,
      checksums: [],
      contentType: undefined,
    }
  }

  async *#body({ content, beforeEnd }: ServedFile): AsyncGenerator<Uint8Array> {
    this.openAtOnce += 1
    this.mostOpenAtOnce = Math.max(this.mostOpenAtOnce, this.openAtOnce)
    try {
      const bytes = Buffer.from(content)
      yield bytes.subarray(0, bytes.length - 1)
      await beforeEnd?.()
      yield bytes.subarray(bytes.length - 1)
    } finally {
      this.openAtOnce -= 1
    }
  }
}
