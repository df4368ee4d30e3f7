import { expect, test } from 'vitest'
import { Waiters } from './waiters.ts'

const never = (): Promise<never> => new Promise(() => undefined)

test('work is given up when the last of those who wait for it has been aborted', async () => {
  let givenUp = 0
  const waiters = new Waiters(() => {
    givenUp += 1
  })
  const { signal } = waiters
  const [first, second] = [new AbortController(), new AbortController()]
  const waits = Promise.allSettled([
    waiters.wait(never(), first.signal),
    waiters.wait(never(), second.signal),
  ])
  expect(waiters.areThere).toBe(true)
  first.abort('one')
  await new Promise(setImmediate)
  expect([signal.aborted, givenUp]).toEqual([false, 0])
  second.abort('two')
  expect(await waits).toMatchObject([{ reason: 'one' }, { reason: 'two' }])
  expect([signal.aborted, signal.reason, givenUp, waiters.areThere]).toEqual([true, 'two', 1, false])
  expect(waiters.signal.aborted).toBe(false)
})

test('work that ended is not given up, nor that for which somebody without a signal waits', async () => {
  const waiters = new Waiters()
  const abort = new AbortController()
  expect(await waiters.wait(Promise.resolve('done'), abort.signal)).toBe('done')
  await expect(waiters.wait(Promise.reject(new Error('failed')), abort.signal)).rejects.toThrow('failed')
  let done = (_: string): void => undefined
  const others = waiters.wait(new Promise<string>((resolve) => (done = resolve)), undefined)
  const mine = waiters.wait(never(), abort.signal)
  abort.abort('enough')
  await expect(mine).rejects.toBe('enough')
  expect(waiters.signal.aborted).toBe(false)
  done('done')
  expect(await others).toBe('done')
})
