import { s3Store } from '../arena.ts'
import type { BenchCase } from '../bench-case.ts'
import { startDelayingProxy } from '../data/start-delaying-proxy.ts'
import { awsSdk } from '../peers/aws-sdk.ts'
import { boto3 } from '../peers/boto3.ts'
import { curl } from '../peers/curl.ts'
import { mlflow } from '../peers/mlflow.ts'
import { ours, oursWith } from '../peers/ours.ts'
import { rclone } from '../peers/rclone.ts'
import { s5cmd } from '../peers/s5cmd.ts'
import { treeJob } from './tree-job.ts'

const ROUND_TRIP_SECONDS = 0.02
const BYTES_PER_SECOND = 80_000_000

export const latencyCase: BenchCase = {
  name: 'latency',
  title: '1 GiB from S3 at 20 ms and 80 MB/s for each connection',
  contenders: [
    ours,
    oursWith('ours-1-stream', { connectionsPerFile: 1 }),
    ...[s5cmd, rclone, curl, boto3, awsSdk, mlflow],
  ],
  async prepare(arena) {
    await arena.treeInS3('large')
    const server = await arena.s3()
    const proxy = await startDelayingProxy({
      python: arena.tools.python,
      folder: arena.folder,
      target: server.endpoint,
      roundTripSeconds: ROUND_TRIP_SECONDS,
      bytesPerSecond: BYTES_PER_SECOND,
    })
    arena.onCaseEnd(proxy.stop)
    const store = s3Store({
      endpoint: proxy.endpoint,
      environment: { ...server.environment, MLFLOW_S3_ENDPOINT_URL: proxy.endpoint },
    })
    return treeJob(store, await arena.tree('large'))
  },
}
