import { MlflowError, type RetryEvent } from '@mlflow-artifacts/repository'
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
    uri: 'file',
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
    uri: 'file',
    settings: { attempts: 8, requestAttempts: undefined, retryBaseMs: 0 },
  }
  const calls = Array.from({ length: 60 }, () => withRetries(failing(100), () => 0, options))
  expect((await Promise.allSettled(calls)).every(({ status }) => status === 'rejected')).toBe(true)
  const later = Array.from({ length: 20 }, () => withRetries(failing(5), () => 0, options))
  expect(new Set(await Promise.all(later))).toEqual(new Set(['done']))
})

test('each try that follows a failure is told before its pause; one that got further counts as the first', async () => {
  const events: RetryEvent[] = []
  const settings = {
    attempts: 3,
    requestAttempts: undefined,
    retryBaseMs: 0,
    onRetry: (event: RetryEvent) => events.push(event),
  }
  const options = { host: new HostBudget(16), signal: undefined, uri: 's3://bucket/file', settings }
  let bytes = 0
  let tries = 0
  const attempt = async (): Promise<void> => {
    tries += 1
    if (tries === 3) bytes += 1
    throw broken()
  }
  await expect(withRetries(attempt, () => bytes, options)).rejects.toThrow('broken')
  expect(events.map(({ attempt: next, attempts }) => [next, attempts])).toEqual([
    [2, 3],
    [3, 3],
    [2, 3],
    [3, 3],
  ])
  expect(events[0]).toMatchObject({ uri: 's3://bucket/file', delayMs: 0, error: { message: 'broken' } })
})
