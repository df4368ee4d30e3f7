import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import type { ChecksumAlgorithm } from '@mlflow-artifacts/repository'
import { crc32c } from './crc32c.ts'
import { nativeCrc32c } from './native-crc32c.ts'

/** Computes one checksum as bytes pass. */
export interface Hasher {
  update(bytes: Uint8Array): void
  /** The checksum of everything so far, big-endian. Called once, at the end. */
  digest(): Uint8Array
}

/** A hasher; the libraries of the rarer algorithms are loaded when they are first needed. */
export async function createHasher(algorithm: ChecksumAlgorithm): Promise<Hasher> {
  switch (algorithm) {
    case 'crc32':
      return crcHasher(crc32)
    case 'crc32c':
      return crcHasher((await nativeCrc32c()) ?? crc32c)
    case 'crc64nvme': {
      const hasher = await (await import('hash-wasm')).createCRC64('9a6c9329ac4bc9b5')
      return {
        update: (bytes) => void hasher.update(bytes),
        digest: () => Buffer.from(hasher.digest(), 'hex'),
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
