import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import type { ChecksumAlgorithm } from '@mlflow-artifacts/repository'

/** Computes one checksum as bytes pass. */
export interface Hasher {
  update(bytes: Uint8Array): void
  /** The checksum of everything so far, big-endian. Called once, at the end. */
  digest(): Uint8Array
}

/** A hasher; what the rarer algorithms need is loaded when they are first needed. */
export async function createHasher(algorithm: ChecksumAlgorithm): Promise<Hasher> {
  switch (algorithm) {
    case 'crc32':
      return crcHasher(crc32)
    case 'crc32c':
      return crcHasher((await import('@node-rs/crc32')).crc32c)
    case 'crc64nvme': {
      const { crc64nvme } = await import('./crc64nvme/crc64nvme.ts')
      let value = 0n
      return {
        update: (bytes) => {
          value = crc64nvme(bytes, value)
        },
        digest: () => {
          const digest = Buffer.alloc(8)
          digest.writeBigUInt64BE(value)
          return digest
        },
      }
    }
    case 'sha256':
    case 'md5': {
      const hash = createHash(algorithm)
      return { update: (bytes) => void hash.update(bytes), digest: () => hash.digest() }
    }
  }
}

function crcHasher(crc: (bytes: Uint8Array, previous?: number) => number): Hasher {
  let value = 0
  return {
    update: (bytes) => {
      value = crc(bytes, value)
    },
    digest: () => {
      const digest = Buffer.alloc(4)
      digest.writeUInt32BE(value)
      return digest
    },
  }
}
