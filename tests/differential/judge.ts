import { isDeepStrictEqual } from 'node:util'
import type { Answer } from '../src/answer.ts'
import type { Call } from './call.ts'
import { kindAt } from './generate/tree.ts'
import { type Asked, askedOf, partOfModel, rightAnswer } from './right-answer.ts'
import { isUnservable, pathsOf } from './rows/names.ts'
import { ROWS } from './rows/rows.ts'
import type { StartedStore } from './stores/store.ts'

/** What came of a call. */
export interface Verdict {
  /** The row that explains the difference; `undefined` where there is none, or none explains it. */
  readonly row: string | undefined
  /** Why the call is a failure of this package, or of this harness. */
  readonly failure: string | undefined
}

const SAME: Verdict = { row: undefined, failure: undefined }

/**
 * Judges two answers.
 *
 * @param loaded - what Python's loader gives for the bytes that were logged, from a file whose name is read right
 */
export async function judge(
  call: Call,
  store: Pick<StartedStore, 'keeper'>,
  pythons: Answer,
  ours: Answer,
  loaded: () => Promise<Answer | undefined>,
): Promise<Verdict> {
  const right = rightAnswer(call, store)
  if (isDeepStrictEqual(pythons, ours)) {
    // Only what both give right proves that the harness knows what right is.
    const isWrong = right !== undefined && !('code' in ours) && !isSame(right, ours) && isServed(call, store)
    return isWrong
      ? { ...SAME, failure: `both give the same, but ${JSON.stringify(right)} was logged` }
      : SAME
  }
  const asked = askedOf(call)
  // Object stores hold `a//b` beside `a/b`.
  const isAnotherName = store.keeper !== 'files' && call.place.path.includes('//')
  const kindWithoutDoubling = kindOf(call, asked)
  const kind = isAnotherName ? undefined : kindWithoutDoubling
  const expected = right ?? (await loaded())
  const oursIsRight = expected !== undefined && isSame(expected, ours)
  const wrongPaths = expected === undefined || oursIsRight ? [] : differingPaths(expected, ours)
  const difference = {
    ...{ call, asked, store, pythons, ours, kind, kindWithoutDoubling },
    ...{ oursIsRight, wrongPaths },
  }
  const row = ROWS.find((row) => row.explains(difference))?.name
  if (row !== undefined) return { row, failure: undefined }
  const where =
    wrongPaths.length === 0 ? '' : `; ours is not what was logged at ${JSON.stringify(wrongPaths)}`
  return { row, failure: `no row explains the difference${where}` }
}

function differingPaths(expected: Answer, ours: Answer): string[] {
  const [right = {}, given = {}] = [expected, ours].map((answer) =>
    'tree' in answer ? answer.tree : undefined,
  )
  return [...new Set([...Object.keys(right), ...Object.keys(given)])].filter(
    (path) => right[path] !== given[path],
  )
}

/** Whether the names are such that the store serves them as they were logged. */
function isServed(call: Call, { keeper }: Pick<StartedStore, 'keeper'>): boolean {
  if (keeper === 'objects') return !call.place.path.includes('//')
  return keeper !== 'server' || !pathsOf({ call, asked: askedOf(call) }).some(isUnservable)
}

function kindOf(call: Call, asked: Asked): 'file' | 'directory' | undefined {
  const ofModel = partOfModel(call, asked)
  return kindAt(call.place.tree, asked.path) ?? (ofModel && kindAt(ofModel.tree, ofModel.path))
}

/** `registered_model_meta` was not logged: it is compared with Python's, not with what is right. */
function isSame(expected: Answer, answer: Answer): boolean {
  if (!('returned' in answer) || answer.tree === undefined) return isDeepStrictEqual(expected, answer)
  const tree = Object.entries(answer.tree).filter(([path]) => !/(^|\/)registered_model_meta$/.test(path))
  return isDeepStrictEqual(expected, { ...answer, tree: Object.fromEntries(tree) })
}
