import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { cleanEnvironment } from './clean-environment.ts'
import { freePorts } from './free-ports.ts'
import type { S3Server, S3ServerOptions } from './s3-server.ts'
import { startProcess } from './start-process.ts'

/** Starts SeaweedFS with one bucket, and waits until S3 answers. */
export async function startSeaweed(options: S3ServerOptions): Promise<S3Server> {
  const { python, folder, accessKey, secretKey, bucket } = options
  await mkdir(join(folder, 'data'), { recursive: true })
  const config = join(folder, 's3.json')
  const identity = {
    name: 'tests',
    credentials: [{ accessKey, secretKey }],
    actions: ['Admin', 'Read', 'Write', 'List', 'Tagging'],
  }
  await writeFile(config, JSON.stringify({ identities: [identity] }))

  const [master, masterGrpc, volume, volumeGrpc, filer, filerGrpc, s3, s3Grpc] = await freePorts(8)
  const endpoint = `http://127.0.0.1:${s3}`
  const { stop } = await startProcess({
    command: join(dirname(python), 'weed'),
    arguments: [
      ...['server', `-dir=${join(folder, 'data')}`, '-ip=127.0.0.1', '-filer', '-s3', `-s3.config=${config}`],
      // Without what has a fixed port, and what calls home.
      ...['-s3.port.iceberg=0', '-s3.port.lance=0', '-master.telemetry=false', '-volume.preStopSeconds=0'],
      ...[`-filer.localSocket=${join(folder, 'filer.sock')}`, `-s3.localSocket=${join(folder, 's3.sock')}`],
      ...[`-master.port=${master}`, `-master.port.grpc=${masterGrpc}`],
      ...[`-volume.port=${volume}`, `-volume.port.grpc=${volumeGrpc}`],
      ...[`-filer.port=${filer}`, `-filer.port.grpc=${filerGrpc}`],
      ...[`-s3.port=${s3}`, `-s3.port.grpc=${s3Grpc}`],
    ],
    folder,
    environment: cleanEnvironment(folder),
    // A bucket is a folder of the filer; the S3 service answers 403 to who does not say who they are.
    findAddress: async () =>
      (await answers(`http://127.0.0.1:${filer}/buckets/${bucket}/`, 'POST')) &&
      (await answers(endpoint, 'GET'))
        ? endpoint
        : undefined,
  })
  return {
    endpoint,
    environment: {
      AWS_ACCESS_KEY_ID: accessKey,
      AWS_SECRET_ACCESS_KEY: secretKey,
      AWS_DEFAULT_REGION: 'us-east-1',
      MLFLOW_S3_ENDPOINT_URL: endpoint,
    },
    async stop() {
      await stop()
      const grpc = { master: masterGrpc, volume: volumeGrpc, filer: filerGrpc, s3: s3Grpc }
      for (const [name, port] of Object.entries(grpc)) {
        // The place is fixed, and SeaweedFS leaves them there.
        await rm(`/tmp/seaweedfs-${name}-grpc-${port}.sock`, { force: true })
      }
    },
  }
}

function answers(url: string, method: string): Promise<boolean> {
  return fetch(url, { method }).then(
    ({ status }) => status < 500,
    () => false,
  )
}
