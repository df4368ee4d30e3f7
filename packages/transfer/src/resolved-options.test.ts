import { describe, expect, test } from 'vitest'
import type { DownloadOptions } from './download-options.ts'
import { resolvedOptions } from './resolved-options.ts'

/** How often is tried: without progress, and until an answer, where the configuration of the store says this. */
async function attemptsOf(
  said: number | undefined,
  options: Pick<DownloadOptions, 'attempts' | 'usualAttempts'>,
): Promise<[attempts: number, requestAttempts: number | undefined]> {
  const { settings } = await resolvedOptions({ maxAttempts: async () => said }, options)
  return [settings.attempts, settings.requestAttempts]
}

describe('how often is tried', () => {
  test.each<[number | undefined, Pick<DownloadOptions, 'attempts' | 'usualAttempts'>, unknown]>([
    [undefined, {}, [8, undefined]],
    [undefined, { usualAttempts: 2 }, [2, undefined]],
    [3, {}, [8, 3]],
    [3, { usualAttempts: 2 }, [8, 3]],
    [3, { attempts: 5, usualAttempts: 2 }, [5, undefined]],
  ])('a store that says %j, and %j', async (said, options, expected) => {
    expect(await attemptsOf(said, options)).toEqual(expected)
  })

  test('is a number of 1 or more, whoever says it', async () => {
    for (const call of [attemptsOf(0, {}), attemptsOf(1, { attempts: 0 })])
      await expect(call).rejects.toMatchObject({ code: 'INVALID_PARAMETER_VALUE' })
  })

  test('is not waited for by a call that is aborted', async () => {
    const controller = new AbortController()
    const reason = new Error('enough')
    const silent = { maxAttempts: () => new Promise<undefined>(() => undefined) }
    const call = resolvedOptions(silent, { signal: controller.signal })
    controller.abort(reason)
    await expect(call).rejects.toBe(reason)
  })
})
