import { createHash } from 'node:crypto'
import type { ChecksumAlgorithm } from '@mlflow-artifacts/repository'
import { crc32 } from './crc-32.ts'
import { wasmCrc } from './wasm-crc/wasm-crc.ts'
import type { XxHashAlgorithm } from './xx-hashers.ts'

/** Computes one checksum as bytes pass. */
export interface Hasher {
  update(bytes: Uint8Array): void
  /** The checksum of everything so far, big-endian. Called once, at the end. */
  digest(): Uint8Array
}

/** A hasher of what needs no other package. */
export function createHasher(algorithm: Exclude<ChecksumAlgorithm, XxHashAlgorithm>): Hasher {
  switch (algorithm) {
    case 'crc32':
      return crcHasher<number>(0, crc32, 4)
    case 'crc32c':
    case 'crc64nvme': {
      const update = (bytes: Uint8Array, previous: bigint): bigint => wasmCrc(algorithm, bytes, previous)
      return crcHasher<bigint>(0n, update, algorithm === 'crc32c' ? 4 : 8)
    }
    case 'sha1':
    case 'sha256':
    case 'sha512':
    case 'md5': {
      const hash = createHash(algorithm)
      return { update: (bytes) => void hash.update(bytes), digest: () => hash.digest() }
    }
  }
}

function crcHasher<Value extends number | bigint>(
  start: Value,
  update: (bytes: Uint8Array, previous: Value) => Value,
  digestBytes: number,
): Hasher {
  let value = start
  return {
    update: (bytes) => {
      value = update(bytes, value)
    },
    digest: () => Buffer.from(value.toString(16).padStart(2 * digestBytes, '0'), 'hex'),
  }
}
