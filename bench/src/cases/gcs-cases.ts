import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { startFakeGcs } from '../../../tests/src/servers/start-fake-gcs.ts'
import { BUCKET } from '../arena.ts'
import type { BenchCase } from '../bench-case.ts'
import type { TreeName } from '../data/trees.ts'
import { googleCloud } from '../peers/google-cloud.ts'
import { mlflow } from '../peers/mlflow.ts'
import { ours } from '../peers/ours.ts'
import { treeJob } from './tree-job.ts'

/** Python MLflow cannot read a directory that is directly below its bucket. */
const PREFIX = 'artifacts/'

function fromGcs(name: string, title: string, tree: TreeName): BenchCase {
  return {
    name,
    title,
    contenders: [ours, googleCloud, mlflow],
    async prepare(arena) {
      const files = await arena.tree(tree)
      const { python } = arena.tools
      const server = await startFakeGcs({ python, folder: arena.folder, bucket: BUCKET })
      arena.onCaseEnd(server.stop)
      for (const { path } of files) {
        await server.put(BUCKET, PREFIX + path, await readFile(join(arena.dataFolder, path)))
      }
      const { endpoint, environment } = server
      return treeJob({ kind: 'gcs', endpoint, bucket: BUCKET, environment }, files, PREFIX)
    },
  }
}

export const gcsCases: readonly BenchCase[] = [
  fromGcs('gcs-large', '1 GiB from fake-gcs-server', 'large'),
  fromGcs('gcs-small', '2,000 files of 4 KiB from fake-gcs-server', 'small'),
]
