import { expect } from 'vitest'
import type { Answer } from './answer.ts'
import { fill } from './fill.ts'
import type { SideBySide } from './side-by-side.ts'
import type { ComparedSource, Operation } from './source.ts'

/**
 * What we should answer to a source whose places are filled in: what Python does, but for a difference.
 *
 * @param places - what `{name}` in the source that the difference names stands for
 */
export async function expectedAnswer(
  sides: SideBySide,
  operation: Operation,
  [source, difference]: ComparedSource,
  places: Readonly<Record<string, string>>,
): Promise<Answer> {
  const { answers, code, like } = difference ?? {}
  if (code !== undefined && operation !== 'list') return { code, message: expect.any(String) }
  return answers?.[operation] ?? (await sides.pythonAnswer(operation, fill(like ?? source, places)))
}
