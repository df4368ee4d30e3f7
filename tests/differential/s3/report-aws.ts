import { runSituations } from './run-situations.ts'
import { SITUATIONS } from './situations.ts'

/** Compares how people sign in to S3, and prints what nothing explains. Gives whether that is nothing. */
export async function reportAws(python: string, folder: string): Promise<boolean> {
  const failures = await runSituations(python, folder)
  for (const failure of failures) console.log(failure)
  console.log(`aws: ${SITUATIONS.length} situations, ${failures.length} unexplained`)
  return failures.length === 0
}
