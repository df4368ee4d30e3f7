import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { FileSlots } from './file-slots.ts'

const outOfDescriptors = new Error('Cannot connect', {
  cause: Object.assign(new Error('too many open files'), { code: 'EMFILE' }),
})

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('a file for which the process has no descriptors', () => {
  test('waits, where it is alone, for those of connections at rest', async () => {
    let areFree = false
    setTimeout(() => {
      areFree = true
    }, 6_000)
    const task = async () => {
      if (!areFree) throw outOfDescriptors
      return 'done'
    }
    const result = new FileSlots(4).run(task)
    await vi.advanceTimersByTimeAsync(7_000)
    expect(await result).toBe('done')
  })

  test('is given up after a while, and at once when that is wanted', async () => {
    const task = () => Promise.reject(outOfDescriptors)
    const failure = expect(new FileSlots(1).run(task)).rejects.toBe(outOfDescriptors)
    await vi.advanceTimersByTimeAsync(20_000)
    await failure
    const controller = new AbortController()
    const reason = new Error('enough')
    const aborted = expect(new FileSlots(1).run(task, controller.signal)).rejects.toBe(reason)
    controller.abort(reason)
    await aborted
  })

  test('does not wait for each file anew, where none come back', async () => {
    const slots = new FileSlots(16)
    const all = Promise.allSettled(
      Array.from({ length: 200 }, () => slots.run(() => Promise.reject(outOfDescriptors))),
    )
    await vi.advanceTimersByTimeAsync(20_000)
    expect((await all).every(({ status }) => status === 'rejected')).toBe(true)
  })

  test('goes on when fewer are at work', async () => {
    let active = 0
    const task = async () => {
      active += 1
      try {
        await new Promise((resolve) => setTimeout(resolve, 10))
        if (active > 3) throw outOfDescriptors
      } finally {
        active -= 1
      }
    }
    const slots = new FileSlots(16)
    const all = Promise.all(Array.from({ length: 40 }, () => slots.run(task)))
    await vi.advanceTimersByTimeAsync(5_000)
    expect(await all).toHaveLength(40)
  })
})
