import { isDeepStrictEqual } from 'node:util'
import type { Compared } from './run-situation.ts'
import type { Situation } from './situation.ts'

/** What is wrong with the answers to a situation; `undefined`: nothing. */
export function judgeSituation(
  { name, expected, differs }: Situation,
  compared: Compared,
): string | undefined {
  const { ours, python } = compared
  if (ours.signed !== expected)
    return `${name}: ${ours.signed ?? ours.message}, and not ${expected ?? 'a failure'}`
  if (python === undefined) return undefined
  const isSame = python.signed === ours.signed && isDeepStrictEqual(python.value, ours.value)
  if (isSame === (differs === undefined)) return undefined
  return isSame
    ? `${name} is no difference any more`
    : `${name}: Python gives ${python.signed ?? python.message} ${JSON.stringify(python.value)}, and not ${ours.signed} ${JSON.stringify(ours.value)}`
}
