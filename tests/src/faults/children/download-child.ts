// Downloads what its parent says, one job after the other, until it is killed or the parent hangs up.
import { gcs } from '@mlflow-artifacts/repo-gcs'
import { MlflowError } from '@mlflow-artifacts/repository'
import { createArtifacts } from 'mlflow-artifacts/compose'
import type { Job, JobResult } from './job.ts'

const ENVIRONMENT = { HOME: '/nonexistent', MLFLOW_HTTP_REQUEST_MAX_RETRIES: '3' }

async function run({ trackingUri, source, options, environment: more }: Job): Promise<JobResult> {
  const environment = { ...ENVIRONMENT, ...more }
  const artifacts = createArtifacts({ trackingUri, environment, backends: [gcs()] })
  try {
    return { path: await artifacts.downloadArtifacts(source, options) }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    return { code: MlflowError.isInstance(error) ? error.code : 'no type', message }
  }
}

process.on('message', (job: Job) => void run(job).then((result) => process.send?.(result)))
process.on('disconnect', () => process.exit())
process.send?.('ready')
