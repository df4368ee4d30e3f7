import { existsSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import {
  type ArtifactContent,
  type ArtifactRepository,
  type FileInfo,
  MlflowError,
  type OpenOptions,
  QuickCalls,
  type RequestOptions,
  UnsafePathError,
} from '@mlflow-artifacts/repository'
import { localFileUriToPath } from '@mlflow-artifacts/uri-parsing'
import { fileInfo } from './file-info.ts'
import { listDirectory } from './list-directory.ts'
import { notAFile } from './not-a-file.ts'
import { openFile } from './open-file.ts'
import { RootDirectory } from './root-directory.ts'
import { statsOf } from './stats-of.ts'
import { walkDirectory } from './walk-directory.ts'

/**
 * The artifacts below one directory of this machine. Names are literal, and nothing outside the directory is read,
 * whatever `..` or a symbolic link says. MLflow's `LocalArtifactRepository`.
 */
export class LocalRepository implements ArtifactRepository {
  readonly specificationVersion = 'v1'
  readonly uri: string
  readonly #root: RootDirectory

  /**
   * @param uri - a `file:` URI or a path
   * @param cwd - what a relative one is relative to. Default: the working directory of this moment
   */
  constructor(uri: string, cwd = '') {
    this.uri = uri
    // Python decodes the escapes of a plain path, too; a directory that really has that name goes before.
    const isLiteral = !uri.startsWith('file:') && uri !== '' && existsSync(resolve(cwd, uri))
    this.#root = new RootDirectory(resolve(cwd, isLiteral ? uri : localFileUriToPath(uri)))
  }

  async *list(path: string, { signal }: RequestOptions = {}): AsyncGenerator<FileInfo> {
    signal?.throwIfAborted()
    // Python asks whether '' is a directory, and it is not: the empty URI lists nothing, though '.' lists the directory.
    if (this.uri === '' && path === '') return
    yield* listDirectory(await this.#root.locate(path), signal)
  }

  async *walk(path: string, { signal }: RequestOptions = {}): AsyncGenerator<FileInfo> {
    signal?.throwIfAborted()
    yield* walkDirectory(this.#root, await this.#root.locate(path), signal)
  }

  async stat(path: string, { signal }: RequestOptions = {}): Promise<FileInfo | undefined> {
    signal?.throwIfAborted()
    const info = await fileInfo(await this.#root.locate(path))
    // A root that is not there holds nothing yet; one that is a file holds nothing ever.
    if (path !== '') return info
    return info?.isDir === false ? undefined : { path, isDir: true, fileSize: undefined }
  }

  async open(path: string, options: OpenOptions = {}): Promise<ArtifactContent> {
    options.signal?.throwIfAborted()
    const place = await this.#root.locate(path)
    const calls = new QuickCalls(await this.#root.isServedByKernel(dirname(place.absolutePath)))
    return await openFile(place, calls, options)
  }

  async localPath(path: string): Promise<string> {
    if (path.startsWith('/') || path.split('/').includes('..')) {
      throw new UnsafePathError('Invalid path', { path, uri: this.uri })
    }
    const place = await this.#root.locate(path)
    const stats = await statsOf(place)
    if (stats === undefined || (place.path === '' && !stats.isDirectory())) {
      throw new MlflowError(`No such artifact: '${path}'`, { code: 'RESOURCE_DOES_NOT_EXIST', uri: this.uri })
    }
    // Whoever is given the path of a pipe waits for its writer; of a device, for its end.
    if (!stats.isFile() && !stats.isDirectory()) throw notAFile(place, false)
    return place.absolutePath
  }
}
