// Downloads what its parent says, one job after the other, until it is killed or the parent hangs up.
import { createHash } from 'node:crypto'
import { closeSync, openSync, readSync } from 'node:fs'
import { flushCompileCache } from 'node:module'
import { MlflowError } from '@mlflow-artifacts/repository'
import { createArtifacts } from 'mlflow-artifacts/compose'
import { storeBackends } from '../store-backends.ts'
import type { Job, JobResult } from './job.ts'

const ENVIRONMENT = { HOME: '/nonexistent', MLFLOW_HTTP_REQUEST_MAX_RETRIES: '3' }

async function run(job: Job): Promise<JobResult> {
  const { trackingUri, source, options, environment: more, user, digests } = job
  if (user !== undefined) {
    process.setgid?.(user)
    process.setuid?.(user)
  }
  const environment = { ...ENVIRONMENT, ...more }
  const artifacts = createArtifacts({ trackingUri, environment, backends: storeBackends() })
  try {
    const path = await artifacts.downloadArtifacts(source, options)
    if (digests !== true) return { path }
    return { path, digest: digestOf(path) }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    return { code: MlflowError.isInstance(error) ? error.code : 'no type', message }
  }
}

/** SHA-256 of a file, in hex. Through one small buffer, because thousands of processes do this. */
function digestOf(path: string): string {
  const hash = createHash('sha256')
  const buffer = Buffer.allocUnsafe(256 * 1024)
  const file = openSync(path, 'r')
  try {
    for (let read = readSync(file, buffer); read > 0; read = readSync(file, buffer)) {
      hash.update(buffer.subarray(0, read))
    }
  } finally {
    closeSync(file)
  }
  return hash.digest('hex')
}

process.on('message', (job: Job) => {
  void run(job).then((result) => {
    process.send?.(result)
    // Node does it at the end, which a process that is killed does not have.
    flushCompileCache()
  })
})
process.on('disconnect', () => process.exit())
process.send?.('ready')
