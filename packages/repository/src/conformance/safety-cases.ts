import { ok, strictEqual } from 'node:assert'
import { assertRejects, collect } from './collect.ts'
import { type ConformanceCase, conformanceCase } from './conformance-case.ts'

const TREE = { 'd/a.txt': 'a' }

/** Nothing outside the root is reached, and an abort ends a call at once. */
export const safetyCases: readonly ConformanceCase[] = [
  ...['../outside.txt', 'd/../../outside.txt', '..', '/etc/passwd', '../../../../../../etc/passwd'].map(
    (path) =>
      conformanceCase(`open of ${JSON.stringify(path)} reaches nothing`, TREE, async (repository) => {
        await assertRejects(repository.open(path), 'INVALID_PARAMETER_VALUE', 'RESOURCE_DOES_NOT_EXIST')
      }),
  ),

  conformanceCase('list of a path outside the root gives nothing of it', TREE, async (repository) => {
    try {
      ok((await collect(repository.list('../'))).every(({ path }) => !path.includes('..')))
    } catch (error) {
      ok(error instanceof Error)
    }
  }),

  conformanceCase('uri carries no password', TREE, async ({ uri }) => {
    ok(!/\/\/[^/@]*:[^/@]+@/.test(uri), `${uri} shows a password`)
  }),

  conformanceCase('a call whose signal is aborted rejects with its reason', TREE, async (repository) => {
    const reason = new Error('stop')
    const signal = AbortSignal.abort(reason)
    const calls = [repository.open('d/a.txt', { signal }), collect(repository.list('', { signal }))]
    for (const result of await Promise.allSettled(calls)) {
      strictEqual(result.status === 'rejected' ? result.reason : 'resolved', reason)
    }
  }),
]
