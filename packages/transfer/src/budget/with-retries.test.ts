import { MlflowError } from '@mlflow-artifacts/repository'
import { expect, test } from 'vitest'
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

test('what an outage used up is not missing in a short one after it', async () => {
  const options = { host: new HostBudget(16), signal: undefined, baseMs: 0 }
  const calls = Array.from({ length: 60 }, () => withRetries(failing(100), () => 0, options))
  expect((await Promise.allSettled(calls)).every(({ status }) => status === 'rejected')).toBe(true)
  const later = Array.from({ length: 20 }, () => withRetries(failing(5), () => 0, options))
  expect(new Set(await Promise.all(later))).toEqual(new Set(['done']))
})
