import type { ChecksumAlgorithm } from '@aws-sdk/client-s3'
import { BUCKET, s3Store, TREE_CHECKSUM } from '../arena.ts'
import type { BenchCase } from '../bench-case.ts'
import { upload } from '../data/upload.ts'
import { ours, oursWith } from '../peers/ours.ts'
import { treeJob } from './tree-job.ts'

const oursBySize = oursWith('ours-by-size', { verify: 'size' })

function verified(algorithm: ChecksumAlgorithm): BenchCase {
  const name = algorithm.toLowerCase()
  return {
    name: `verified-${name}`,
    title: `1 GiB from S3, its ${algorithm} verified, or only its size`,
    contenders: [ours, oursBySize],
    async prepare(arena) {
      const [server, files] = [await arena.s3(), await arena.tree('large')]
      // What the other cases read has this one.
      if (algorithm === TREE_CHECKSUM) return treeJob(await arena.treeInS3('large'), files)
      const prefix = `${name}/`
      await upload(server, BUCKET, files, { folder: arena.dataFolder, algorithm, prefix })
      return treeJob(s3Store(server), files, prefix)
    },
  }
}

export const verifiedCases: readonly BenchCase[] = [
  verified('CRC32'),
  verified('CRC32C'),
  verified('CRC64NVME'),
]
