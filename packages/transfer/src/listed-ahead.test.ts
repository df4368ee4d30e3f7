import { expect, test, vi } from 'vitest'
import { listedAhead } from './listed-ahead.ts'

/** Numbers from 0 on, and how many of them were asked for. */
class Numbers {
  asked = 0
  hasEnded = false
  failure: Error | undefined

  async *upTo(count: number): AsyncGenerator<number> {
    try {
      for (let number = 0; number < count; number += 1) {
        this.asked += 1
        if (this.failure !== undefined) throw this.failure
        yield number
      }
    } finally {
      this.hasEnded = true
    }
  }
}

test('every item comes, once and in order', async () => {
  const items: number[] = []
  for await (const item of listedAhead(new Numbers().upTo(5_000), 7)) items.push(item)
  expect(items).toEqual(Array.from({ length: 5_000 }, (_, index) => index))
})

test('so many are asked for before they are wanted, and no more', async () => {
  const numbers = new Numbers()
  const items = listedAhead(numbers.upTo(1_000), 300)
  expect((await items.next()).value).toBe(0)
  await vi.waitUntil(() => numbers.asked >= 300)
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve))
  expect(numbers.asked).toBeLessThanOrEqual(301)
  await items.return(undefined)
  expect(numbers.hasEnded).toBe(true)
})

test('a failure counts before the items that came before it', async () => {
  const numbers = new Numbers()
  const items = listedAhead(numbers.upTo(1_000), 600)
  await items.next()
  numbers.failure = new Error('broken')
  await vi.waitUntil(() => numbers.hasEnded)
  await expect(items.next()).rejects.toBe(numbers.failure)
})

test('whoever leaves early ends the listing', async () => {
  const numbers = new Numbers()
  for await (const item of listedAhead(numbers.upTo(1_000), 10)) if (item === 3) break
  expect(numbers.hasEnded).toBe(true)
  expect(numbers.asked).toBeLessThan(20)
})
