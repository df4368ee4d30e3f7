import type { Fault, Faults } from './fault.ts'
import type { ReceivedRequest } from './received-request.ts'
import { SeededRandom } from './seeded-random.ts'

/** Makes a fault for a request. */
export type FaultMaker = (random: SeededRandom, request: ReceivedRequest) => Fault

/** What {@link atRandom} draws by. */
export interface RandomFaults {
  readonly seed: number
  readonly makers: readonly [FaultMaker, ...FaultMaker[]]
  /** Of all requests, the part that meets a fault: 0 to 1. */
  readonly share: number
  /** How many requests at most meet one. Default: any number. */
  readonly atMost?: number
}

/** Lets things go wrong at random, as the seed says: the same seed and the same requests meet the same faults. */
export function atRandom({ seed, makers, share, atMost = Number.POSITIVE_INFINITY }: RandomFaults): Faults {
  const random = new SeededRandom(seed)
  let made = 0
  return (request) => {
    if (random.next() >= share || made >= atMost) return undefined
    made += 1
    return random.pick(makers)(random, request)
  }
}
