import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { pythonExecutable } from './python-executable.ts'

const DEMO: string = fileURLToPath(new URL('../../demo/demo.mjs', import.meta.url))

async function sectionsOf(...parameters: readonly string[]): Promise<string[]> {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [DEMO, ...parameters])
  expect(stderr).toBe('')
  return stdout.match(/^\S.* {2}\[.*\]$/gm) ?? []
}

describe('the demo', () => {
  test('does the job on a recorded store', async () => {
    expect((await sectionsOf()).length).toBeGreaterThan(5)
  })

  test.skipIf(pythonExecutable() === undefined)(
    'does the same through a real server',
    async () => {
      expect(await sectionsOf('--server')).toEqual(await sectionsOf())
    },
    60_000,
  )
})
