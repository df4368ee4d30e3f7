import { Arena, type ArenaOptions } from '../arena.ts'
import type { BackendName, MatrixRow, TrialResult } from '../trial.ts'

/** The same trial on several backends. */
export function onBackends(
  backends: readonly BackendName[],
  trial: (arena: Arena, seed: number) => Promise<TrialResult>,
  options: ArenaOptions = {},
): MatrixRow['trials'] {
  return Object.fromEntries(
    backends.map((backend) => [
      backend,
      (seed: number) => Arena.run(seed, backend, (arena) => trial(arena, seed), options),
    ]),
  )
}
