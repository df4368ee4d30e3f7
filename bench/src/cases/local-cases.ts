import type { BenchCase } from '../bench-case.ts'
import type { TreeName } from '../data/trees.ts'
import { cp } from '../peers/cp.ts'
import { mlflow } from '../peers/mlflow.ts'
import { ours } from '../peers/ours.ts'
import { rclone } from '../peers/rclone.ts'
import { treeJob } from './tree-job.ts'

function fromDisk(name: string, title: string, tree: TreeName): BenchCase {
  return {
    name,
    title,
    contenders: [ours, cp, rclone, mlflow],
    async prepare(arena) {
      const files = await arena.tree(tree)
      return treeJob({ kind: 'local', folder: arena.dataFolder }, files)
    },
  }
}

export const localCases: readonly BenchCase[] = [
  fromDisk('local-large', '1 GiB from a folder', 'large'),
  fromDisk('local-small', '2,000 files of 4 KiB from a folder', 'small'),
]
