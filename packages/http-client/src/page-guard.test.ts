import { expect, test } from 'vitest'
import { PageGuard } from './page-guard.ts'

function guard(): PageGuard {
  return new PageGuard("The listing of 'x'", 'gs://bucket')
}

/** How many pages are looked at until one is too many; `undefined`: more than so many. */
function pagesUntilRefused(
  most: number,
  page: (index: number) => readonly (string | undefined)[],
): number | undefined {
  const guarded = guard()
  for (let index = 0; index < most; index += 1) {
    const [firstEntry, nextToken] = page(index)
    try {
      guarded.check({ firstEntry, nextToken })
    } catch {
      return index + 1
    }
  }
  return undefined
}

test('a listing with an end is none of its business, however long', () => {
  expect(pagesUntilRefused(50_000, (index) => [`entry ${index}`, `token ${index}`])).toBe(undefined)
  const last = guard()
  for (let time = 0; time < 2; time += 1) last.check({ firstEntry: undefined, nextToken: undefined })
})

test.each([1, 2, 3, 1_000, 9_999, 25_000])('a circle of %i pages is noticed', (length) => {
  const byToken = pagesUntilRefused(4 * length + 4, (index) => [`entry ${index}`, `token ${index % length}`])
  const byEntry = pagesUntilRefused(4 * length + 4, (index) => [`entry ${index % length}`, `token ${index}`])
  expect(byToken).toBeGreaterThan(length)
  expect(byEntry).toBeGreaterThan(length)
  if (length < 10_000) expect([byToken, byEntry]).toEqual([length + 1, length + 1])
})

test('a thousand empty pages in a row are borne, but no more', () => {
  expect(pagesUntilRefused(5_000, (index) => [undefined, `token ${index}`])).toBe(1_001)
  const now = (index: number) => [index % 1_000 === 999 ? `entry ${index}` : undefined, `token ${index}`]
  expect(pagesUntilRefused(5_000, now)).toBe(undefined)
})

test('there may be a limit, whatever is on the pages', () => {
  const guarded = new PageGuard('The search', 'http://h', 3)
  for (const page of ['1', '2']) guarded.check({ firstEntry: page, nextToken: page })
  expect(() => guarded.check({ firstEntry: '3', nextToken: '3' })).toThrow(
    'The search has no end: there are 3 pages, and more',
  )
  new PageGuard('The search', 'http://h', 1).check({ firstEntry: '3', nextToken: undefined })
})

test('the error says what is without an end, and why', () => {
  const guarded = guard()
  guarded.check({ firstEntry: 'a', nextToken: 't' })
  expect(() => guarded.check({ firstEntry: 'b', nextToken: 't' })).toThrow(
    expect.objectContaining({
      code: 'INVALID_STATE',
      uri: 'gs://bucket',
      message: "The listing of 'x' has no end: a page leads to an earlier one",
    }),
  )
})
