import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { DownloadJob } from '../job.ts'
import type { Peer, Program } from '../peer.ts'

/** curl, one stream for each file, 16 files at once. It cannot list: it is told the names. */
export const curl: Peer = {
  name: 'curl',
  async program(job, { destination, folder }): Promise<Program | undefined> {
    if (job.kind !== 'download') return undefined
    const root = rootUrl(job)
    if (root === undefined) return undefined
    const parent = job.path.includes('/') && !job.isDirectory ? job.path.replace(/[^/]*$/, '') : ''
    const lines = job.files.flatMap(({ path }) => [
      `url = "${root}/${parent}${path}"`,
      `output = "${join(destination, path)}"`,
    ])
    const config = join(folder, 'curl.conf')
    await writeFile(config, `${[...lines, ...signing(job)].join('\n')}\n`)
    return {
      command: 'curl',
      arguments: [
        ...['--silent', '--show-error', '--fail', '--globoff', '--create-dirs', '--config', config],
        ...(job.isDirectory ? ['--parallel', '--parallel-max', '16'] : []),
      ],
    }
  },
}

function rootUrl({ store }: DownloadJob): string | undefined {
  if (store.kind === 's3') return `${store.endpoint}/${store.bucket}`
  if (store.kind === 'proxy') return `${store.trackingUri}/api/2.0/mlflow-artifacts/artifacts`
  return undefined
}

function signing({ store }: DownloadJob): string[] {
  if (store.kind !== 's3') return []
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY } = store.environment
  return [
    'aws-sigv4 = "aws:amz:us-east-1:s3"',
    `user = "${AWS_ACCESS_KEY_ID}:${AWS_SECRET_ACCESS_KEY}"`,
    'header = "x-amz-content-sha256: UNSIGNED-PAYLOAD"',
  ]
}
