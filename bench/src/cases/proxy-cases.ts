import type { BenchCase } from '../bench-case.ts'
import type { TreeName } from '../data/trees.ts'
import { curl } from '../peers/curl.ts'
import { mlflow } from '../peers/mlflow.ts'
import { ours } from '../peers/ours.ts'
import { treeJob } from './tree-job.ts'

/** Where curl takes as long, the server is the limit. */
function throughProxy(name: string, title: string, tree: TreeName): BenchCase {
  return {
    name,
    title,
    contenders: [ours, curl, mlflow],
    async prepare(arena) {
      const files = await arena.tree(tree)
      return treeJob(await arena.proxy(), files)
    },
  }
}

export const proxyCases: readonly BenchCase[] = [
  throughProxy('proxy-large', "1 GiB through MLflow's server", 'large'),
  throughProxy('proxy-small', "2,000 files of 4 KiB through MLflow's server", 'small'),
]
