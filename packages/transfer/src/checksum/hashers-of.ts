import type { ChecksumAlgorithm } from '@mlflow-artifacts/repository'
import { createHasher, type Hasher } from './create-hasher.ts'
import { isXxHash, xxHashers } from './xx-hashers.ts'

/** What makes the hashers of an algorithm, whose code is loaded first where few stores send such checksums. */
export async function hashersOf(algorithm: ChecksumAlgorithm): Promise<() => Hasher> {
  return isXxHash(algorithm) ? await xxHashers(algorithm) : () => createHasher(algorithm)
}
