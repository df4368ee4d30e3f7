import { basename, join } from 'node:path'
import type { Store, Variables } from '../job.ts'
import type { Peer } from '../peer.ts'

/** rclone, 16 files at once as ours, and without the MD5 that would cost it more than the transfer. */
export const rclone: Peer = {
  name: 'rclone',
  async program(job, { tools, destination, folder }) {
    if (job.kind !== 'download' && job.kind !== 'list') return undefined
    const remote = remoteOf(job.store)
    if (remote === undefined) return undefined
    const { root, environment } = remote
    const flags = ['--config', join(folder, 'rclone.conf'), '--ignore-checksum', '--transfers', '16']
    const source = `${root}/${job.path}`
    if (job.kind === 'list') {
      return { command: tools.rclone, arguments: ['lsf', source, ...flags], environment, output: 'entries' }
    }
    const target = job.isDirectory ? join(destination, basename(job.path)) : destination
    return { command: tools.rclone, arguments: ['copy', source, target, ...flags], environment }
  },
}

function remoteOf(store: Store): { root: string; environment: Variables } | undefined {
  switch (store.kind) {
    case 's3': {
      const { endpoint, bucket, environment } = store
      const options = `provider=SeaweedFS,env_auth=true,region=us-east-1,endpoint="${endpoint}"`
      return { root: `:s3,${options}:${bucket}`, environment }
    }
    case 'gcs': {
      const { endpoint, bucket } = store
      return { root: `:gcs,anonymous=true,endpoint="${endpoint}/storage/v1/":${bucket}`, environment: {} }
    }
    case 'local':
      return { root: store.folder, environment: {} }
    case 'proxy':
      return undefined
  }
}
