import { MlflowError } from '@mlflow-artifacts/repository'
import { describe, expect, test } from 'vitest'
import { HostBudget } from './host-budget.ts'
import { withRetries } from './with-retries.ts'

const broken = () => new MlflowError('broken', { code: 'TEMPORARILY_UNAVAILABLE', retryable: true })

/** Fails so often, and then succeeds. */
function failing(times: number): () => Promise<string> {
  let left = times
  return async () => {
    left -= 1
    if (left >= 0) throw broken()
    return 'done'
  }
}

describe('how often a request is made until it is answered', () => {
  const options = (requestAttempts: number | undefined, attempts = 4) => ({
    host: new HostBudget(16),
    signal: undefined,
    settings: { attempts, requestAttempts, retryBaseMs: 0 },
  })

  test.each([
    [1, 1],
    [7, 7],
    [undefined, 4],
  ])('%j of a store means %i requests', async (requestAttempts, expected) => {
    let requests = 0
    const call = withRetries(
      async () => {
        requests += 1
        throw broken()
      },
      () => 0,
      options(requestAttempts),
    )
    await expect(call).rejects.toThrow('broken')
    expect(requests).toBe(expected)
  })

  test.each([1, 2, undefined])('says nothing of bodies that break: %j', async (requestAttempts) => {
    let answers = 0
    const call = withRetries(
      async (answered) => {
        answered()
        answers += 1
        throw broken()
      },
      () => 0,
      options(requestAttempts),
    )
    await expect(call).rejects.toThrow('broken')
    expect(answers).toBe(4)
  })
})

test('what an outage used up is not missing in a short one after it', async () => {
  const options = {
    host: new HostBudget(16),
    signal: undefined,
    settings: { attempts: 8, requestAttempts: undefined, retryBaseMs: 0 },
  }
  const calls = Array.from({ length: 60 }, () => withRetries(failing(100), () => 0, options))
  expect((await Promise.allSettled(calls)).every(({ status }) => status === 'rejected')).toBe(true)
  const later = Array.from({ length: 20 }, () => withRetries(failing(5), () => 0, options))
  expect(new Set(await Promise.all(later))).toEqual(new Set(['done']))
})
