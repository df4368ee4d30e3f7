import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { environmentRequired } from '../../servers/python-environment.mjs'
import { findLeaks } from './find-leaks.ts'
import { SECRETS } from './secrets.ts'

interface CanaryRecord {
  origin: string
  text: string
}

function readRecords(): CanaryRecord[] {
  const folder = process.env.CANARY_RECORD
  if (folder === undefined) throw new Error('Run this from the root: its vitest.config.ts sets the record up')
  return readdirSync(folder).flatMap((file) =>
    readFileSync(join(folder, file), 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line)),
  )
}

// Runs after all other tests (vitest.config.ts), and searches what they recorded.
describe('what the tests recorded', () => {
  const records = readRecords()

  test('holds no secret, whether output, error, log or progress event', () => {
    const leaks = records.flatMap(({ origin, text }) =>
      findLeaks(text, SECRETS).map((leak) => `${origin}: ${leak}`),
    )
    expect(leaks).toEqual([])
  })

  // A run of a few files records little; the whole of them, on CI, does not.
  test.runIf(environmentRequired)('is of every kind', () => {
    const origins = new Set(records.map(({ origin }) => origin))
    expect([...origins]).toEqual(expect.arrayContaining(['answer', 'command', 'error', 'progress']))
  })
})
