import type { Peer } from '../peer.ts'
import { programPath } from '../program-path.ts'

/** boto3, with its own transfer manager: ten threads for a large object. */
export const boto3: Peer = {
  name: 'boto3',
  async program(job, { tools, destination }) {
    if ((job.kind !== 'download' && job.kind !== 'list') || job.store.kind !== 's3') return undefined
    const { endpoint, bucket, environment } = job.store
    const isDownload = job.kind === 'download'
    return {
      command: tools.python,
      arguments: [
        programPath(isDownload ? 'boto3_download.py' : 'boto3_list.py'),
        ...[endpoint, bucket, job.path],
        ...(isDownload ? [destination] : []),
      ],
      environment,
      output: isDownload ? 'ignored' : 'figures',
    }
  },
}
