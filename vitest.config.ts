import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { configDefaults, defineConfig } from 'vitest/config'
import { recordForCanary } from './tests/src/canary/record-for-canary.ts'

const SHARED = {
  // A slow machine is no failure: what hangs is told by the time limits of what is tested.
  testTimeout: 120_000,
  hookTimeout: 240_000,
  setupFiles: fileURLToPath(new URL('tests/src/fail-on-lost-handles.ts', import.meta.url)),
}
const LAST = 'src/canary/nothing-leaked.test.ts'

export default defineConfig({
  test: {
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      // One project for all, whose root is the repository's: `vitest run packages` would find nothing below their own.
      { test: { ...SHARED, name: 'packages', include: ['{packages,examples}/*/src/**/*.test.ts'] } },
      { test: { ...SHARED, name: 'tests', root: 'tests', exclude: [...configDefaults.exclude, LAST] } },
      // It searches what all others wrote.
      {
        test: { ...SHARED, name: 'canary', root: 'tests', include: [LAST], sequence: { groupOrder: 1 } },
      },
    ],
    // Another recording is run to see what becomes of each of its answers.
    reporters: process.env.MLFLOW_VECTORS === undefined ? 'default' : 'verbose',
    globalSetup: 'tests/src/canary/open-record.ts',
    onConsoleLog: (log) => recordForCanary('console', log),
  },
})
