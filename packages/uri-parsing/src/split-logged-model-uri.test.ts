import { expect, test } from 'vitest'
import { isWholeRunUri } from './is-whole-run-uri.ts'
import { splitLoggedModelUri } from './split-logged-model-uri.ts'

const id = 'm-0123456789abcdef0123456789abcdef'

test.each([
  [`models:/${id}/a/b`, [`models:/${id}`, 'a/b']],
  [`models:/${id}//a/`, [`models:/${id}`, 'a']],
  [`models://p@databricks/${id}/a`, [`models://p@databricks/${id}`, 'a']],
  [`models:/${id}`, undefined],
  [`models:/${id}/`, undefined],
  ['models:/m-123/a', undefined],
  ['models:/name/1/a', undefined],
  [`runs:/${id}/a`, undefined],
])('splitLoggedModelUri(%s)', (uri, expected) => {
  expect(splitLoggedModelUri(uri)).toEqual(expected)
})

test.each([
  ['runs:/id', true],
  ['runs://p@databricks/id', true],
  ['runs:/id/', false],
  ['runs:/id/p', false],
  ['runs:/', false],
  ['runs:id', false],
  ['models:/id', false],
])('isWholeRunUri(%s)', (uri, expected) => {
  expect(isWholeRunUri(uri)).toBe(expected)
})
