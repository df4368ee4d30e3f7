import type { Peer } from '../peer.ts'
import { programPath } from '../program-path.ts'

/** Node with nothing to do: what of a start is its own. */
export const node: Peer = {
  name: 'node',
  async program(job) {
    if (job.kind !== 'import' && job.kind !== 'list-run') return undefined
    return { command: process.execPath, arguments: [programPath('nothing.mjs')] }
  },
}
