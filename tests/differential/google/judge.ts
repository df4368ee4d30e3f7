import { isDeepStrictEqual } from 'node:util'
import { STORED } from '../../src/google/answer-as-google.ts'
import type { Seen } from './play.ts'
import type { Gives, Situation } from './situation.ts'

const RIGHT = {
  data: 'directory',
  'data/more.txt': STORED['store/run/data/more.txt'],
  'notes.txt': STORED['store/run/notes.txt'],
}

/** Why what the sides did is a failure of this package, or of this harness; `undefined`: it is none. */
export function judge(
  { gives, row }: Situation,
  pythons: readonly Seen[],
  ours: readonly Seen[],
): string | undefined {
  const isAsExpected = gives.every((given, index) => isSame(given, ours[index]))
  if (!isAsExpected) return `ours gave ${show(ours)}`
  const secret = ours.find((seen) => 'message' in seen && /canary|PRIVATE KEY|MII/.test(seen.message))
  if (secret !== undefined) return `ours shows a secret: ${show([secret])}`
  const isDifferent = gives.some((given, index) => !isAlike(given, pythons[index]))
  if (row === undefined) return isDifferent ? `Python gave ${show(pythons)}` : undefined
  return isDifferent ? undefined : `${row} is no longer a difference`
}

function isSame(given: Gives, seen: Seen | undefined): boolean {
  return 'code' in given && seen !== undefined && 'code' in seen
    ? given.code === seen.code
    : isAlike(given, seen)
}

/** Whether it is the same but for the code of an error, which Python does not have. */
function isAlike(given: Gives, seen: Seen | undefined): boolean {
  if (seen === undefined) return false
  if ('code' in given) return 'code' in seen
  return 'as' in seen && given.as === seen.as && isDeepStrictEqual(seen.tree, RIGHT)
}

function show(seen: readonly Seen[]): string {
  return JSON.stringify(seen).slice(0, 2_000)
}
