import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pythonExecutable } from '../../src/python-executable.ts'
import { type Compared, compareOnGoogle } from './compare.ts'
import { SITUATIONS } from './situations.ts'

const LIMIT_MS = 1_200_000
const python = pythonExecutable()

describe.skipIf(python === undefined)('at Google, beside Python', () => {
  let folder: string
  let compared: readonly Compared[]
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'google-'))
    compared = await compareOnGoogle(python ?? '', folder, SITUATIONS)
  }, LIMIT_MS)
  afterAll(() => rm(folder, { recursive: true }))

  test('there are enough situations, each of its own name', () => {
    expect(new Set(SITUATIONS.map(({ name }) => name)).size).toBe(SITUATIONS.length)
    expect(SITUATIONS.length).toBeGreaterThanOrEqual(80)
  })

  test.each(['unusable-keys', 'another-look'])('%s is still a difference', (row) => {
    const shown = compared.filter(({ situation }) => situation.row === row)
    expect(shown).not.toEqual([])
    for (const { failure } of shown) expect(failure).toBeUndefined()
  })

  test.each(SITUATIONS.map(({ name }) => name))('%s', (name) => {
    const failure = compared.find(({ situation }) => situation.name === name)?.failure
    expect(failure).toBeUndefined()
  })
})
