import type { BenchCase } from '../bench-case.ts'
import type { TreeName } from '../data/trees.ts'
import { awsSdk } from '../peers/aws-sdk.ts'
import { boto3 } from '../peers/boto3.ts'
import { curl } from '../peers/curl.ts'
import { mlflow } from '../peers/mlflow.ts'
import { ours } from '../peers/ours.ts'
import { rclone } from '../peers/rclone.ts'
import { s5cmd } from '../peers/s5cmd.ts'
import { treeJob } from './tree-job.ts'

function fromS3(name: string, title: string, tree: TreeName): BenchCase {
  return {
    name,
    title,
    contenders: [ours, s5cmd, rclone, curl, boto3, awsSdk, mlflow],
    prepare: async (arena) => treeJob(await arena.treeInS3(tree), await arena.tree(tree)),
  }
}

export const s3Cases: readonly BenchCase[] = [
  fromS3('s3-large', '1 GiB from S3', 'large'),
  fromS3('s3-small', '2,000 files of 4 KiB from S3', 'small'),
  fromS3('model-tree', "a model's 16 files, 374 MiB, from S3", 'model'),
]
