import { basename, join } from 'node:path'
import type { Peer } from '../peer.ts'
import { installedS5cmd } from './installed-s5cmd.ts'

/** s5cmd, as it comes: 256 objects at once, five parts of a large one. It compares no checksums. */
export const s5cmd: Peer = {
  name: 's5cmd',
  async program(job, { destination }) {
    if ((job.kind !== 'download' && job.kind !== 'list') || job.store.kind !== 's3') return undefined
    const { endpoint, bucket, environment } = job.store
    const isMany = job.kind === 'list' || job.isDirectory
    const source = `s3://${bucket}/${job.path}${isMany ? '/*' : ''}`
    const target = join(destination, isMany ? `${basename(job.path)}/` : '/')
    return {
      command: await installedS5cmd(),
      arguments: [
        ...['--endpoint-url', endpoint, '--log', job.kind === 'list' ? 'info' : 'error'],
        ...(job.kind === 'list' ? ['ls', source] : ['cp', source, target]),
      ],
      environment: { ...environment, AWS_REGION: environment.AWS_DEFAULT_REGION },
      output: job.kind === 'list' ? 'entries' : 'ignored',
    }
  },
}
