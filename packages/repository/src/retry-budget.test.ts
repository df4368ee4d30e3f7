import { expect, test } from 'vitest'
import { RetryBudget } from './retry-budget.ts'

/** How many repetitions a call gets. */
function taken(take: () => boolean): number {
  let count = 0
  while (count < 1_000 && take()) count += 1
  return count
}

test('all calls share some, and each has a few of its own', () => {
  const budget = new RetryBudget(() => 0)
  expect(taken(budget.forCall(3))).toBe(100 + 3)
  expect([taken(budget.forCall(3)), taken(budget.forCall(0))]).toEqual([3, 0])
})

test('time brings them back, and no more than there were', () => {
  let now = 0
  const budget = new RetryBudget(() => now)
  taken(budget.forCall(0))
  now += 20_000
  expect(taken(budget.forCall(0))).toBe(20)
  now += 3_600_000
  expect(taken(budget.forCall(0))).toBe(100)
})

test('requests that succeed earn them back', () => {
  const budget = new RetryBudget(() => 0)
  taken(budget.forCall(0))
  for (let request = 0; request < 11; request += 1) budget.giveBack()
  expect(taken(budget.forCall(0))).toBe(2)
})
