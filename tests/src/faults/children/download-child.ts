// Downloads what its parent says, one job after the other, until it is killed or the parent hangs up.
import { MlflowError } from '@mlflow-artifacts/repository'
import { createArtifacts } from 'mlflow-artifacts/compose'
import type { Job, JobResult } from './job.ts'

const environment = { HOME: '/nonexistent', MLFLOW_HTTP_REQUEST_MAX_RETRIES: '3' }

async function run({ trackingUri, source, options }: Job): Promise<JobResult> {
  try {
    return { path: await createArtifacts({ trackingUri, environment }).downloadArtifacts(source, options) }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    return { code: MlflowError.isInstance(error) ? error.code : 'no type', message }
  }
}

process.on('message', (job: Job) => void run(job).then((result) => process.send?.(result)))
process.on('disconnect', () => process.exit())
process.send?.('ready')
