import { Arena, type ArenaOptions } from '../arena.ts'
import type { BackendName, MatrixRow, TrialResult } from '../trial.ts'

/** The same trial on several backends; whatever befalls presigned URLs befalls S3 itself. */
export function onBackends(
  backends: readonly BackendName[],
  trial: (arena: Arena, seed: number) => Promise<TrialResult>,
  options: ArenaOptions = {},
): MatrixRow['trials'] {
  const all: readonly BackendName[] = backends.includes('PS') ? [...backends, 'S3'] : backends
  return Object.fromEntries(
    all.map((backend) => [
      backend,
      (seed: number) => Arena.run(seed, backend, (arena) => trial(arena, seed), options),
    ]),
  )
}
