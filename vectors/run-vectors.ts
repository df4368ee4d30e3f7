import { rmSync } from 'node:fs'
import { inspect } from 'node:util'
import { afterAll, describe, expect, test } from 'vitest'
import { inDirectory, loadVectors, makeFixture, type Vector } from './load-vectors.ts'
import { owners } from './owners.ts'

/** Where an answer is given: the folder of the fixture tree, and the vector's own `root`. */
interface VectorContext {
  readonly cwd: string
  readonly root: string | undefined
}

/** Answers a recorded function in the shape of its recorded result. */
export type VectorAnswer = (args: readonly unknown[], context: VectorContext) => unknown

/** A rule by which this project answers otherwise than Python, on purpose. */
export interface Difference {
  /** The name of its row in `docs/differences.md`. */
  readonly row: string
  /** The vector with the answer that this project gives; `undefined` where the rule says nothing of it. */
  expected(vector: Vector): Vector | undefined
}

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
 * nothing else. An error must have the recorded message, and the recorded code where Python's error has one. The first
 * difference that says something of a vector decides what is expected of it.
 */
export function runVectors<Owner extends Exclude<keyof typeof owners, 'notYet'>>(
  owner: Owner,
  table: Readonly<Record<(typeof owners)[Owner][number], VectorAnswer>>,
  differences: readonly Difference[] = [],
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
      test(`${recorded.fn}(${recorded.args.map((argument) => inspect(argument)).join(', ')})`, async () => {
        const vector = expectedOf(inDirectory(recorded, cwd), differences)
        expect(await outcomeOf(answer, vector, cwd)).toEqual(expectedOutcome(vector))
      })
    }
  })
}

function expectedOf(vector: Vector, differences: readonly Difference[]): Vector {
  for (const { expected } of differences) {
    const other = expected(vector)
    if (other !== undefined) return other
  }
  return vector
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
