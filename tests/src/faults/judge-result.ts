import type { ServedFile } from '@mlflow-artifacts/testing/fault-server'
import type { JobResult } from './children/job.ts'
import { digestOf } from './digest-of.ts'
import { WrongFile } from './trial.ts'

/** Rejects what another process made, unless it is one of these files. */
export function judgeResult(result: JobResult | undefined, files: readonly ServedFile[]): void {
  if (result?.path === undefined) throw new Error(`A process failed: ${result?.code} ${result?.message}`)
  const isRight = files.some((file) => digestOf(file) === result.digest)
  if (!isRight) throw new WrongFile('A process succeeded over a wrong file')
}
