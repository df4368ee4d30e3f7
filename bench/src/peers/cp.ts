import { join } from 'node:path'
import type { Peer } from '../peer.ts'

/** `cp`, the least that a copy on this machine costs. */
export const cp: Peer = {
  name: 'cp',
  async program(job, { destination }) {
    if (job.kind !== 'download' || job.store.kind !== 'local') return undefined
    return { command: 'cp', arguments: ['-R', join(job.store.folder, job.path), destination] }
  },
}
