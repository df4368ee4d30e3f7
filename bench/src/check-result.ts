import { checkFiles } from './check-files.ts'
import type { Job } from './job.ts'
import type { Measurement } from './measure.ts'

/**
 * Looks whether a job was done.
 *
 * @throws Error that says what is wrong
 */
export async function checkResult(job: Job, { figures }: Measurement, destination: string): Promise<void> {
  if (job.kind === 'download') {
    await checkFiles(destination, job.files)
    const hasChecksums = job.store.kind === 's3' || job.store.kind === 'gcs'
    if (hasChecksums && figures.unverified !== undefined && figures.unverified > 0)
      throw new Error(`Verified all but ${figures.unverified} files`)
  }
  if (job.kind === 'list' && figures.listed !== job.count)
    throw new Error(`Listed ${figures.listed} of ${job.count}`)
}
