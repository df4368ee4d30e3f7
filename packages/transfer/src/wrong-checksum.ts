import type { ChecksumAlgorithm } from '@mlflow-artifacts/repository'

/** Every byte came, and they are not those that the store took the checksum of. */
export class WrongChecksum extends Error {
  override readonly name = 'WrongChecksum'

  constructor(algorithm: ChecksumAlgorithm) {
    super(`The ${algorithm} checksum of the bytes that came is not the one that the store gave`)
  }
}
