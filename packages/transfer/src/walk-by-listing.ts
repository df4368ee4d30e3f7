import {
  type ArtifactRepository,
  assertDepth,
  type FileInfo,
  type RequestOptions,
} from '@mlflow-artifacts/repository'
import { ListingAhead } from './listing-ahead.ts'

/** The children of a directory that have not been walked yet, last one first. */
type Remaining = FileInfo[]

/**
 * What `walk` gives, for a repository that can only list: depth first, as each listing is ordered, with the next
 * directories listed ahead.
 */
export async function* walkByListing(
  repository: ArtifactRepository,
  path: string,
  { signal }: RequestOptions,
): AsyncGenerator<FileInfo> {
  const ending = new AbortController()
  const ahead = new ListingAhead(repository, {
    signal: signal === undefined ? ending.signal : AbortSignal.any([signal, ending.signal]),
  })
  try {
    const levels: Remaining[] = [[...(await ahead.take(path))].reverse()]
    for (let level = levels.at(-1); level !== undefined; level = levels.at(-1)) {
      const child = level.pop()
      if (child === undefined) {
        levels.pop()
      } else if (!child.isDir) {
        yield child
      } else {
        ahead.start(directoriesToCome(child, levels))
        const children = await ahead.take(child.path)
        if (children.length === 0) yield child
        assertDepth(levels.length + 1, child.path, repository.uri)
        levels.push([...children].reverse())
      }
    }
  } finally {
    ending.abort()
  }
}

/** The directories that will be listed next, in that order. */
function* directoriesToCome(next: FileInfo, levels: readonly Remaining[]): Generator<string> {
  yield next.path
  for (let level = levels.length - 1; level >= 0; level -= 1) {
    const remaining = levels[level] ?? []
    for (let index = remaining.length - 1; index >= 0; index -= 1) {
      const info = remaining[index]
      if (info?.isDir === true) yield info.path
    }
  }
}
