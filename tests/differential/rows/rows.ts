import type { Answer } from '../../src/answer.ts'
import { isMisread, isUnservable, pathsOf } from './names.ts'
import type { Difference, Row } from './row.ts'

const MISSING = 'RESOURCE_DOES_NOT_EXIST'

/** Why the sides may differ. The first that explains a difference counts. */
export const ROWS: readonly Row[] = [
  {
    name: 'dropped-part',
    explains: ({ call, ours }) =>
      /[#?]/.test(call.source.artifact_uri ?? '') &&
      codeOf(ours) === 'INVALID_PARAMETER_VALUE' &&
      /^'[#?]' starts a (fragment|query) /.test(messageOf(ours)),
  },
  {
    name: 'whole-run',
    explains: ({ call, oursIsRight }) => /^runs:\/\w+$/.test(call.source.artifact_uri ?? '') && oursIsRight,
  },
  {
    name: 'below-logged-model',
    explains: (difference) =>
      difference.call.kind === 'logged model' &&
      difference.call.place.path !== '' &&
      /^(RESOURCE_DOES_NOT_EXIST: )?Registered Model with name=m-\w+ not found$/.test(messageOf(difference.pythons)) &&
      (difference.oursIsRight || isTold(difference)),
  },
  {
    name: 'directory-text',
    explains: (difference) =>
      /^load (text|dict)$/.test(difference.call.operation) && difference.kind === 'directory' && isTold(difference),
  },
  {
    name: 'missing-below-run',
    explains: ({ call, asked, kind, ours, pythons }) =>
      (call.kind === 'run' || call.kind === 'runs') &&
      asked.isDirectory &&
      kind !== 'directory' &&
      codeOf(pythons) !== MISSING &&
      codeOf(ours) === MISSING,
  },
  {
    name: 'empty-directories',
    explains: (difference) => {
      const { call, store, kind, oursIsRight } = difference
      const isEmpty = kind === 'directory' && pathsOf(difference).length === 1
      return store.keeper === 'server' && isEmpty && (oursIsRight || (call.operation === 'load image' && isTold(difference)))
    },
  },
  {
    name: 'quoted-model-names',
    explains: ({ call, asked, pythons, oursIsRight }) =>
      call.operation === 'list' &&
      /['"`]/.test(asked.path.split('/', 1)[0] ?? '') &&
      /Invalid filter string/.test(messageOf(pythons)) &&
      oursIsRight,
  },
  {
    name: 'cut-names',
    explains: (difference) =>
      difference.store.keeper === 'server' &&
      difference.call.operation !== 'list' &&
      codeOf(difference.ours) === MISSING &&
      pathsOf(difference).some(isUnservable),
  },
  {
    name: 'literal-names',
    explains: (difference) =>
      (difference.oursIsRight || isTold(difference)) &&
      pathsOf(difference).some((path) => isMisread(path) || isMisread(`${difference.call.place.name}/${path}`)),
  },
  {
    name: 'real-cause',
    explains: (difference) => isTold(difference) && codeOf(difference.pythons) === 'INTERNAL_ERROR',
  },
]

/** Whether our error is the one for what stands there: nothing, or a directory. */
function isTold({ call, asked, kind, ours }: Difference): boolean {
  if (kind === undefined || (kind === 'file' && asked.isDirectory)) return codeOf(ours) === MISSING
  if (kind !== 'directory') return false
  return call.operation === 'load image'
    ? codeOf(ours) === 'BAD_REQUEST'
    : codeOf(ours) === 'INVALID_PARAMETER_VALUE' && /^Artifact path refers to a directory/.test(messageOf(ours))
}

function codeOf(answer: Answer): string | undefined {
  return 'message' in answer ? answer.code : undefined
}

function messageOf(answer: Answer): string {
  return 'message' in answer ? answer.message : ''
}
