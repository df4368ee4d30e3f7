import { PutObjectCommand } from '@aws-sdk/client-s3'
import { BUCKET, s3Store } from '../arena.ts'
import type { BenchCase } from '../bench-case.ts'
import { atOnce } from '../data/at-once.ts'
import { bucketClient } from '../data/upload.ts'
import { awsSdk } from '../peers/aws-sdk.ts'
import { boto3 } from '../peers/boto3.ts'
import { mlflow } from '../peers/mlflow.ts'
import { ours } from '../peers/ours.ts'
import { rclone } from '../peers/rclone.ts'
import { s5cmd } from '../peers/s5cmd.ts'

const PATH = 'many'

export const listCase: BenchCase = {
  name: 'list-100k',
  title: 'a list of 100,000 objects in S3',
  contenders: [ours, s5cmd, rclone, boto3, awsSdk, mlflow],
  async prepare(arena) {
    const server = await arena.s3()
    const count = arena.amounts.listedObjects
    const client = bucketClient(server)
    const names = Array.from({ length: count }, (_, index) => `${String(index).padStart(6, '0')}.bin`)
    await atOnce(32, names, (name) =>
      client.send(
        new PutObjectCommand({
          Bucket: BUCKET,
          Key: `${PATH}/${name}`,
          Body: name,
          ContentLength: name.length,
        }),
      ),
    )
    client.destroy()
    return { kind: 'list', store: s3Store(server), path: PATH, count }
  },
}
