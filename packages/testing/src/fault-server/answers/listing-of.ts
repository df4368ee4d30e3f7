import type { Fault } from '../fault.ts'
import type { ListedEntry } from '../listed-entry.ts'

/** A listing of exactly these entries, whatever stands there: `../x`, absolute, the directory itself, NUL, huge names. */
export function listingOf(entries: readonly ListedEntry[]): Fault {
  const body = JSON.stringify({ files: entries })
  return { answer: { status: 200, headers: { 'content-type': 'application/json' }, body } }
}
