import { rmSync } from 'node:fs'
import { afterAll, describe, expect, test } from 'vitest'
import { inDirectory, loadVectors, makeFixture, type Vector } from './load-vectors.ts'
import { owners } from './owners.ts'

/** Where an answer is given: the folder of the fixture tree, and the vector's own `root`. */
export interface VectorContext {
  readonly cwd: string
  readonly root: string | undefined
}

/** Answers a recorded function in the shape of its recorded result. */
export type VectorAnswer = (args: readonly unknown[], context: VectorContext) => unknown

/** The answer of a function that takes texts only. */
export function ofStrings(answer: (...args: string[]) => unknown): VectorAnswer {
  return (args) => answer(...args.map(asString))
}

/** A recorded argument that can only be a text. */
export function asString(argument: unknown): string {
  if (typeof argument !== 'string') throw new TypeError(`not a text: ${JSON.stringify(argument)}`)
  return argument
}

/**
 * Defines one test for each vector of the functions that a package owns. The table has to name all of them and
 * nothing else. An error must have the recorded message, and the recorded code where Python's error has one.
 */
export function runVectors<Owner extends Exclude<keyof typeof owners, 'notYet'>>(
  owner: Owner,
  table: Readonly<Record<(typeof owners)[Owner][number], VectorAnswer>>,
): void {
  const answers: ReadonlyMap<string, VectorAnswer> = new Map(Object.entries<VectorAnswer>(table))
  const cwd = makeFixture()
  afterAll(() => rmSync(cwd, { recursive: true }))

  test(`the table holds what ${owner} answers`, () => {
    expect([...answers.keys()].sort()).toEqual([...owners[owner]].sort())
  })
  describe('vectors', () => {
    for (const recorded of loadVectors()) {
      const answer = answers.get(recorded.fn)
      if (answer === undefined) continue
      test(`${recorded.fn}(${recorded.args.map((argument) => JSON.stringify(argument)).join(', ')})`, async () => {
        const vector = inDirectory(recorded, cwd)
        expect(await outcomeOf(answer, vector, cwd)).toEqual(expectedOutcome(vector))
      })
    }
  })
}

function expectedOutcome({ error, result }: Vector): unknown {
  if (error === undefined) return { result }
  return error.code === null ? { message: error.message } : { message: error.message, code: error.code }
}

async function outcomeOf(answer: VectorAnswer, vector: Vector, cwd: string): Promise<unknown> {
  try {
    return { result: await answer(vector.args, { cwd, root: vector.root }) }
  } catch (error) {
    if (!(error instanceof Error)) throw error
    const hasCode = typeof vector.error?.code === 'string' && 'code' in error
    return hasCode ? { message: error.message, code: error.code } : { message: error.message }
  }
}
