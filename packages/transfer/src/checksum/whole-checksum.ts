import type { ChecksumAlgorithm } from '@mlflow-artifacts/repository'
import type { PartMap } from '../part/part-map.ts'
import { isCombinable } from './chosen-checksum.ts'
import { combineCrc } from './combine-crc.ts'
import { CRC_PARAMETERS } from './crc-parameters.ts'

/** The checksum of a file from those of its parts; `undefined` where a part has none. */
export function wholeChecksum(algorithm: ChecksumAlgorithm, { parts }: PartMap): Uint8Array | undefined {
  if (!isCombinable(algorithm)) return parts.length === 1 ? parts[0]?.digest : undefined
  const parameters = CRC_PARAMETERS[algorithm]
  let crc = 0n
  for (const { digest, start, end } of parts) {
    if (digest === undefined) return undefined
    crc = combineCrc(parameters, crc, toInteger(digest), end - start)
  }
  return Buffer.from(crc.toString(16).padStart(Number(parameters.width / 4n), '0'), 'hex')
}

function toInteger(digest: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(digest).toString('hex')}`)
}
