import { afterAll, describe, expect, test } from 'vitest'
import { MATRIX_ROWS } from './matrix-rows.ts'
import { runTrials } from './run-trials.ts'
import { backendsOf } from './trial.ts'

const TIMEOUT_MS = 120_000
/** A run is repeated by its seed: FAULT_SEED=… npm test */
const SEED = Number(process.env.FAULT_SEED ?? Math.floor(Math.random() * 2 ** 24))

console.log(`The matrix of faults: FAULT_SEED=${SEED}`)

describe.each(MATRIX_ROWS.filter(({ sample }) => sample > 0))('$name', (row) => {
  afterAll(() => row.close?.())

  test.for(backendsOf(row))('%s', { timeout: TIMEOUT_MS }, async (backend, { skip }) => {
    const { failures, trials, skipped } = await runTrials(row, backend, SEED, row.sample)
    expect(failures).toEqual([])
    expect(trials).toBe(row.sample)
    if (skipped > 0) console.log(`${row.name}, ${backend}: ${skipped} of ${trials} trials were skipped`)
    if (skipped === trials) skip('This fault cannot be made here.')
  })
})
