import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import {
  type ArtifactBackend,
  type ArtifactRepository,
  directChildren,
  type FileInfo,
  IntegrityError,
  MlflowError,
} from '@mlflow-artifacts/repository'

export interface MemoryFile {
  readonly bytes: Uint8Array
  readonly sha256: Buffer
}

export function memoryFile(content: string | Uint8Array): MemoryFile {
  const bytes = Buffer.from(content)
  return { bytes, sha256: createHash('sha256').update(bytes).digest() }
}

/** The backend of `memory:` URIs, over files by their name: `iris/MLmodel` is `memory:/iris/MLmodel`. */
export function memoryBackend(files: ReadonlyMap<string, MemoryFile>): ArtifactBackend {
  return {
    specificationVersion: 'v1',
    name: 'memory',
    schemes: ['memory'],
    repository: (uri) => memoryRepository(uri, files),
  }
}

function memoryRepository(uri: string, files: ReadonlyMap<string, MemoryFile>): ArtifactRepository {
  const directory = uri.replace(/^memory:\/*|\/+$/g, '')
  const root = directory === '' ? '' : `${directory}/`
  const error = (code: 'RESOURCE_DOES_NOT_EXIST' | 'INVALID_PARAMETER_VALUE', message: string) =>
    new MlflowError(message, { code, uri })

  function* everyFile(): Generator<FileInfo> {
    for (const [name, { bytes }] of files) {
      const path = name.slice(root.length)
      if (name.startsWith(root)) yield { path, isDir: false, fileSize: bytes.byteLength }
    }
  }

  return {
    specificationVersion: 'v1',
    uri,
    async *list(path, { signal } = {}) {
      signal?.throwIfAborted()
      yield* directChildren(everyFile(), path)
    },
    async open(path, { range, ifMatch, signal } = {}) {
      signal?.throwIfAborted()
      const file = files.get(root + path)
      if (file === undefined) {
        const isDir = path === '' || directChildren(everyFile(), path).length > 0
        if (isDir) throw error('INVALID_PARAMETER_VALUE', `Not a file, but a directory: '${path}'`)
        throw error('RESOURCE_DOES_NOT_EXIST', `No such artifact: '${path}'`)
      }
      const { bytes, sha256 } = file
      const size = bytes.byteLength
      const { start, end = size } = range ?? { start: 0 }
      if (start > size) throw error('INVALID_PARAMETER_VALUE', `'${path}' has ${size} bytes only`)
      const validator = sha256.toString('hex')
      if ((ifMatch ?? validator) !== validator) throw new IntegrityError(`'${path}' has changed`, { uri })
      return {
        body: Readable.from([bytes.subarray(start, end)]),
        size,
        range: range && { start, end: Math.min(end, size) },
        validator,
        checksums: [{ algorithm: 'sha256', value: sha256, of: 'whole' }],
        contentType: undefined,
      }
    },
  }
}
