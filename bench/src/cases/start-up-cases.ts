import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { copyStore } from '../../../demo/copy-store.ts'
import type { BenchCase } from '../bench-case.ts'
import { mlflow } from '../peers/mlflow.ts'
import { node } from '../peers/node.ts'
import { ours } from '../peers/ours.ts'

/** A run of the recorded store. */
const RUN_ID = '393fa378af354d8b91a3b7ffd43986ee'

export const startUpCases: readonly BenchCase[] = [
  {
    name: 'start-up-import',
    title: "`import 'mlflow-artifacts'`, against `import mlflow.artifacts`",
    contenders: [ours, node, mlflow],
    prepare: async () => ({ kind: 'import' }),
  },
  {
    name: 'start-up-list',
    title: '`mlflow-artifacts list` of a run in SQLite, against `mlflow artifacts list`',
    contenders: [ours, node, mlflow],
    async prepare(arena) {
      const folder = join(arena.folder, 'recorded store')
      await mkdir(folder)
      await copyStore(folder)
      return { kind: 'list-run', trackingUri: `sqlite:///${join(folder, 'mlflow.db')}`, runId: RUN_ID }
    },
  },
]
