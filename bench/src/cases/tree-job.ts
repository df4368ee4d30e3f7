import type { DataFile } from '../data/data-file.ts'
import type { DownloadJob, Store } from '../job.ts'

/** The job of downloading a tree: a directory under its name, or the one file that it has. */
export function treeJob(store: Store, files: readonly DataFile[], prefix = ''): DownloadJob {
  const [first] = files
  if (first === undefined) throw new Error('A tree without files')
  const isDirectory = files.length > 1
  if (!isDirectory) {
    const name = first.path.split('/').at(-1) ?? ''
    const path = prefix + first.path
    return { kind: 'download', store, path, isDirectory, files: [{ ...first, path: name }] }
  }
  const path = prefix + (first.path.split('/')[0] ?? '')
  return { kind: 'download', store, path, isDirectory, files }
}
