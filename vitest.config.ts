import { availableParallelism } from 'node:os'
import { configDefaults, defineConfig } from 'vitest/config'
import { recordForCanary } from './tests/src/canary/record-for-canary.ts'

const LAST = 'src/canary/nothing-leaked.test.ts'

export default defineConfig({
  test: {
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      'packages/*',
      { test: { name: 'tests', root: 'tests', exclude: [...configDefaults.exclude, LAST] } },
      // It searches what all others wrote.
      { test: { name: 'canary', root: 'tests', include: [LAST], sequence: { groupOrder: 1 } } },
    ],
    globalSetup: 'tests/src/canary/open-record.ts',
    onConsoleLog: (log) => recordForCanary('console', log),
  },
})
