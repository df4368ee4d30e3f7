import type { Checksum } from '@mlflow-artifacts/repository'
import type { PartMap } from '../part/part-map.ts'
import { isCombinable } from './chosen-checksum.ts'
import { combineCrc, powerFor } from './combine-crc.ts'
import { CRC_PARAMETERS, type CrcAlgorithm } from './crc-parameters.ts'
import { hashersOf } from './hashers-of.ts'
import { partChecksum } from './part-checksum.ts'

/** The checksum of a file from those of its parts, computed as the store's was; `undefined` where a part has none. */
export async function wholeChecksum(
  { algorithm, partSize }: Checksum,
  { parts }: PartMap,
): Promise<Uint8Array | undefined> {
  const digests = parts.flatMap((part) => partChecksum(part, algorithm) ?? [])
  if (digests.length < parts.length) return undefined
  if (partSize !== undefined) {
    const hasher = (await hashersOf(algorithm))()
    for (const digest of digests) hasher.update(digest)
    return hasher.digest()
  }
  if (!isCombinable(algorithm)) return digests.length === 1 ? digests[0] : undefined
  return combined(
    algorithm,
    parts.map(({ start, end }, index) => ({
      digest: digests[index] ?? new Uint8Array(),
      length: end - start,
    })),
  )
}

function combined(
  algorithm: CrcAlgorithm,
  pieces: readonly { readonly digest: Uint8Array; readonly length: number }[],
): Uint8Array {
  const parameters = CRC_PARAMETERS[algorithm]
  // All parts are of one length, but for the last.
  const powers = new Map<number, bigint>()
  let crc = 0n
  for (const { digest, length } of pieces) {
    const power = powers.get(length) ?? powerFor(parameters, length)
    powers.set(length, power)
    crc = combineCrc(parameters, crc, toInteger(digest), power)
  }
  return Buffer.from(crc.toString(16).padStart(Number(parameters.width / 4n), '0'), 'hex')
}

function toInteger(digest: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(digest).toString('hex')}`)
}
