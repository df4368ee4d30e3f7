import type { Peer } from '../peer.ts'
import { programPath } from '../program-path.ts'

/** The TransferManager of `@google-cloud/storage`: chunks of a large object, or many small ones, 16 at once. */
export const googleCloud: Peer = {
  name: 'google-cloud',
  async program(job, { destination }) {
    if (job.kind !== 'download' || job.store.kind !== 'gcs') return undefined
    const { endpoint, bucket } = job.store
    const kind = job.isDirectory ? 'directory' : 'file'
    return {
      command: process.execPath,
      arguments: [programPath('google-cloud-download.mjs'), endpoint, bucket, job.path, destination, kind],
    }
  },
}
