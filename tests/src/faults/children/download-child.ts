// Downloads what its parent says, one job after the other, until it is killed or the parent hangs up.
import { readFile } from 'node:fs/promises'
import { flushCompileCache } from 'node:module'
import { crc32 } from 'node:zlib'
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
      digest: crc32(await readFile(path)),
    }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    return { code: MlflowError.isInstance(error) ? error.code : 'no type', message }
  }
}

process.on('message', async (job: Job) => {
  const result = await run(job)
  // Whoever is killed leaves no compiled code to the next one.
  flushCompileCache()
  process.send?.(result)
})
process.on('disconnect', () => process.exit())
process.send?.('ready')
