import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { cleanEnvironment } from './clean-environment.ts'
import type { S3Server, S3ServerOptions } from './s3-server.ts'
import { startProcess } from './start-process.ts'

/** Starts `rclone serve s3` over a folder, whose folders are buckets, and waits until it answers. */
export async function startRcloneS3(options: S3ServerOptions): Promise<S3Server> {
  const { python, folder, accessKey, secretKey, bucket } = options
  const data = join(folder, 'data')
  await mkdir(join(data, bucket), { recursive: true })
  const { address: endpoint, stop } = await startProcess({
    command: join(dirname(python), 'rclone'),
    arguments: [
      ...['serve', 's3', data, '--addr', '127.0.0.1:0', '--auth-key', `${accessKey},${secretKey}`],
      ...['--config', join(folder, 'rclone.conf')],
    ],
    folder,
    environment: cleanEnvironment(folder),
    findAddress: async (log) => {
      const url = /(http:\/\/127\.0\.0\.1:\d+)/.exec(log)?.[1]
      const answers =
        url !== undefined &&
        (await fetch(url).then(
          () => true,
          () => false,
        ))
      return answers ? url : undefined
    },
  })
  return {
    endpoint,
    environment: {
      AWS_ACCESS_KEY_ID: accessKey,
      AWS_SECRET_ACCESS_KEY: secretKey,
      AWS_DEFAULT_REGION: 'us-east-1',
      MLFLOW_S3_ENDPOINT_URL: endpoint,
    },
    stop,
  }
}
