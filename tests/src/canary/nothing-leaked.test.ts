import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
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
test('no output, error, log or progress event of any test holds a secret', () => {
  const leaks = readRecords().flatMap(({ origin, text }) =>
    findLeaks(text, SECRETS).map((leak) => `${origin}: ${leak}`),
  )
  expect(leaks).toEqual([])
})
