import { abilityCases } from './ability-cases.ts'
import type { ConformanceCase } from './conformance-case.ts'
import { listingCases } from './listing-cases.ts'
import { nameCases } from './name-cases.ts'
import { openingCases } from './opening-cases.ts'
import { rangeCases } from './range-cases.ts'
import { safetyCases } from './safety-cases.ts'
import { storeCases } from './store-cases.ts'
import { treeCases } from './tree-cases.ts'

export type {
  ConformanceArtifacts,
  ConformanceCase,
  ConformanceStore,
  ConformanceSubject,
} from './conformance-case.ts'
export { offlineContext } from './offline-context.ts'

/**
 * Every case that a repository must pass to be read from. Run each under your test framework:
 * `for (const { name, run } of conformanceCases) test(name, () => run(subject))`.
 */
export const conformanceCases: readonly ConformanceCase[] = [
  ...listingCases,
  ...openingCases,
  ...rangeCases,
  ...nameCases,
  ...abilityCases,
  ...safetyCases,
  ...treeCases,
  ...storeCases,
]
