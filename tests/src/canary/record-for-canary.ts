import { appendFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Keeps a text that a user could see (an output, an error, a progress event) for `nothing-leaked.test.ts`, which runs
 * last and searches it for every secret. Does nothing where that test is no part of the run.
 *
 * @param origin - says where the text is from, for the message of a failure
 */
export function recordForCanary(origin: string, text: string): void {
  const folder = process.env.CANARY_RECORD
  if (folder === undefined) return
  appendFileSync(join(folder, `${process.pid}.jsonl`), `${JSON.stringify({ origin, text })}\n`)
}
