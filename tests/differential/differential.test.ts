import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pythonExecutable } from '../src/python-executable.ts'
import { ROWS } from './rows/rows.ts'
import { runDifferential } from './run-differential.ts'
import { STORES } from './stores/stores.ts'
import type { Tally } from './tally.ts'

/** It takes two minutes on a machine that does nothing else. */
const LIMIT_MS = 2_700_000
/** Of each source; `pnpm differential` takes more. */
const TREES = 16
const CALLS_PER_TREE = 3
/** Other trees than those of always: DIFFERENTIAL_SEED=… npm test; `pnpm differential` draws a seed. */
const SEED = Number(process.env.DIFFERENTIAL_SEED ?? 20_261_126)

const python = pythonExecutable()

describe.skipIf(python === undefined)(`side by side with Python: DIFFERENTIAL_SEED=${SEED}`, () => {
  let folder: string
  let tallies: readonly Tally[]

  beforeAll(async () => {
    console.log(`Side by side with Python: DIFFERENTIAL_SEED=${SEED}`)
    folder = await mkdtemp(join(tmpdir(), 'differential-'))
    const options = { python: python ?? '', folder, seed: SEED, trees: TREES, perTree: CALLS_PER_TREE }
    tallies = await runDifferential(STORES, options)
  }, LIMIT_MS)
  afterAll(() => rm(folder, { recursive: true }))

  test.each(STORES.map(({ name }) => name))('%s: no difference without a row', (name) => {
    const tally = tallies.find(({ store }) => store === name)
    expect(tally?.failures).toEqual([])
    expect(tally?.calls).toBeGreaterThan(200)
  })

  test.each(ROWS.map(({ name }) => name))('%s is still a difference', (name) => {
    expect(tallies.filter(({ rows }) => rows.has(name))).not.toEqual([])
  })
})
