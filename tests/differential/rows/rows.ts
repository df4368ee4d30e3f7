import { isDeepStrictEqual } from 'node:util'
import type { Answer } from '../../src/answer.ts'
import {
  holdsOnlyItsName,
  isBelowUnservable,
  isMisread,
  isTooLongForBoto,
  isUnservable,
  pathsOf,
} from './names.ts'
import type { Difference, Row } from './row.ts'

const MISSING = 'RESOURCE_DOES_NOT_EXIST'
/** A server takes some of the names that it cannot serve for missing ones, and some for attacks. */
const UNSERVED: ReadonlySet<string | undefined> = new Set([
  MISSING,
  'INVALID_PARAMETER_VALUE',
  'INTERNAL_ERROR',
  'TEMPORARILY_UNAVAILABLE',
])

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
      /^(RESOURCE_DOES_NOT_EXIST: )?Registered Model with name=m-\w+ not found$/.test(
        messageOf(difference.pythons),
      ) &&
      (difference.oursIsRight || isTold(difference)),
  },
  {
    name: 'directory-text',
    explains: (difference) =>
      /^load (text|dict)$/.test(difference.call.operation) &&
      (difference.kind === 'directory' || /^\[Errno 21\]/.test(messageOf(difference.pythons))) &&
      isDirectoryTold(difference.ours),
  },
  {
    name: 'missing-below-run',
    explains: ({ call, asked, kind, ours, pythons }) =>
      asked.isDirectory &&
      kind !== 'directory' &&
      codeOf(ours) === MISSING &&
      (call.kind === 'direct' ? kind === 'file' : codeOf(pythons) !== MISSING),
  },
  {
    name: 'empty-directories',
    explains: (difference) => {
      const { call, store, kind, oursIsRight } = difference
      const isEmpty = kind === 'directory' && pathsOf(difference).length === 1
      return (
        store.keeper === 'server' &&
        isEmpty &&
        (oursIsRight || (call.operation === 'load image' && isTold(difference)))
      )
    },
  },
  {
    name: 'quoted-model-names',
    explains: ({ call, asked, pythons, oursIsRight }) =>
      call.operation === 'list' &&
      /['"`]/.test(asked.path.split('/', 1)[0] ?? '') &&
      / filter string: /.test(messageOf(pythons)) &&
      oursIsRight,
  },
  {
    name: 'doubled-slashes',
    explains: (difference) => {
      const { call, store, ours, kindWithoutDoubling: kind, oursIsRight } = difference
      return (
        call.place.path.includes('//') &&
        (oursIsRight ||
          (store.keeper === 'objects' && codeOf(ours) === MISSING) ||
          (store.keeper === 'server' && isTold({ ...difference, kind })))
      )
    },
  },
  {
    name: 'unsafe-names',
    explains: ({ store, call, pythons, ours }) =>
      store.keeper === 'server' &&
      call.operation === 'list' &&
      messageOf(pythons) === 'Invalid path' &&
      codeOf(ours) === codeOf(pythons) &&
      messageOf(ours).startsWith('Invalid path: the server listed '),
  },
  {
    name: 'own-names',
    explains: (difference) =>
      difference.store.keeper === 'server' &&
      holdsOnlyItsName(difference) &&
      (difference.oursIsRight || isTold(difference)),
  },
  {
    name: 'decoded-bodies',
    explains: (difference) =>
      difference.store.keeper === 'server' &&
      difference.oursIsRight &&
      pathsOf(difference).some((path) => path.endsWith('.gz')),
  },
  {
    name: 'cut-names',
    explains: (difference) => {
      const { store, call, asked, ours, wrongPaths } = difference
      if (store.keeper !== 'server') return false
      if ('tree' in ours) {
        const isMissing = (path: string): boolean =>
          ours.tree?.[path] === undefined && isBelowUnservable(path)
        return wrongPaths.length > 0 && wrongPaths.every(isMissing)
      }
      if ('listed' in ours) return ours.listed.length === 0 && isUnservable(asked.path)
      if (!('code' in ours) || !UNSERVED.has(ours.code)) return false
      if (call.operation === 'list') return isUnservable(asked.path)
      return pathsOf(difference).some((path) => isUnservable(`${call.place.name}/${path}`))
    },
  },
  {
    name: 'literal-names',
    explains: (difference) =>
      (difference.oursIsRight || isTold(difference)) &&
      // Python makes a URI of a run and a path, and the URI loses them; a copy has the name in the URI, escapes and all.
      ((difference.call.kind === 'run' && /[#?]/.test(difference.asked.path)) ||
        /^file:.*%/.test(difference.call.source.artifact_uri ?? '') ||
        pathsOf(difference).some((path) => isMisread(`${difference.call.place.name}/${path}`))),
  },
  {
    name: 'long-names',
    explains: (difference) =>
      difference.store.keeper !== 'files' &&
      (difference.oursIsRight || isTold(difference)) &&
      'code' in difference.pythons &&
      pathsOf(difference).some(isTooLongForBoto),
  },
  {
    name: 'alias-version',
    explains: ({ call, pythons, ours }) =>
      call.kind === 'alias' &&
      'returned' in pythons &&
      'returned' in ours &&
      isDeepStrictEqual(withQuotedVersion(pythons.tree), ours.tree),
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
  return call.operation === 'load image' ? codeOf(ours) === 'BAD_REQUEST' : isDirectoryTold(ours)
}

function isDirectoryTold(answer: Answer): boolean {
  return (
    codeOf(answer) === 'INVALID_PARAMETER_VALUE' &&
    /^Artifact path refers to a directory/.test(messageOf(answer))
  )
}

function withQuotedVersion(tree: Readonly<Record<string, string>> = {}): Record<string, string> {
  return Object.fromEntries(
    Object.entries(tree).map(([path, content]) => [
      path,
      path.endsWith('registered_model_meta')
        ? content.replace(/model_version: (\d+)/, "model_version: '$1'")
        : content,
    ]),
  )
}

function codeOf(answer: Answer): string | undefined {
  return 'message' in answer ? answer.code : undefined
}

function messageOf(answer: Answer): string {
  return 'message' in answer ? answer.message : ''
}
