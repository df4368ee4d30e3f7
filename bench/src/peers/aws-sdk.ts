import type { Peer } from '../peer.ts'
import { programPath } from '../program-path.ts'

/** `@aws-sdk/client-s3`, whose bodies go through a pipeline to the disk. */
export const awsSdk: Peer = {
  name: 'aws-sdk',
  async program(job, { destination }) {
    if ((job.kind !== 'download' && job.kind !== 'list') || job.store.kind !== 's3') return undefined
    const { endpoint, bucket, environment } = job.store
    const isDownload = job.kind === 'download'
    return {
      command: process.execPath,
      arguments: [
        programPath(isDownload ? 'aws-sdk-download.mjs' : 'aws-sdk-list.mjs'),
        ...[endpoint, bucket, job.path],
        ...(isDownload ? [destination] : []),
      ],
      environment,
      output: isDownload ? 'ignored' : 'figures',
    }
  },
}
