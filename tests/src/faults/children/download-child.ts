// Downloads what its parent says, one job after the other, until it is killed or the parent hangs up.
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { MlflowError } from '@mlflow-artifacts/repository'
import { createArtifacts } from 'mlflow-artifacts/compose'
import { storeBackends } from '../store-backends.ts'
import type { Job, JobResult } from './job.ts'

const ENVIRONMENT = { HOME: '/nonexistent', MLFLOW_HTTP_REQUEST_MAX_RETRIES: '3' }

async function run({ trackingUri, source, options, environment: more, digests }: Job): Promise<JobResult> {
  const environment = { ...ENVIRONMENT, ...more }
  const artifacts = createArtifacts({ trackingUri, environment, backends: storeBackends() })
  try {
    const path = await artifacts.downloadArtifacts(source, options)
    if (digests !== true) return { path }
    return {
      path,
      digest: createHash('sha256')
        .update(await readFile(path))
        .digest('hex'),
    }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    return { code: MlflowError.isInstance(error) ? error.code : 'no type', message }
  }
}

process.on('message', (job: Job) => void run(job).then((result) => process.send?.(result)))
process.on('disconnect', () => process.exit())
process.send?.('ready')
