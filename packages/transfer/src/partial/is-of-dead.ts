import { parseTag } from './partial-name.ts'
import { isCertainlyDead } from './writer.ts'

/** Whether a partial file is of a process that is certainly no more. */
export function isOfDead(tag: string): boolean {
  const writer = parseTag(tag)
  return writer !== undefined && isCertainlyDead(writer)
}
