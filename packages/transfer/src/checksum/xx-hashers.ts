import type { ChecksumAlgorithm } from '@mlflow-artifacts/repository'
import type { IHasher } from 'hash-wasm'
import type { Hasher } from './create-hasher.ts'

/** The members of the family XXH that S3 knows, by its names for them. The last two are XXH3, with 64 and with 128 bits. */
export type XxHashAlgorithm = 'xxhash64' | 'xxhash3' | 'xxhash128'

const loaded = new Map<XxHashAlgorithm, Promise<() => Hasher>>()

export function isXxHash(algorithm: ChecksumAlgorithm): algorithm is XxHashAlgorithm {
  return algorithm === 'xxhash64' || algorithm === 'xxhash3' || algorithm === 'xxhash128'
}

/** What makes the hashers of such an algorithm. */
export async function xxHashers(algorithm: XxHashAlgorithm): Promise<() => Hasher> {
  let hashers = loaded.get(algorithm)
  if (hashers === undefined) {
    hashers = instanceOf(algorithm).then(sharing)
    loaded.set(algorithm, hashers)
    // What failed for want of memory or descriptors is tried anew.
    hashers.catch(() => loaded.delete(algorithm))
  }
  return await hashers
}

async function instanceOf(algorithm: XxHashAlgorithm): Promise<IHasher> {
  const { createXXHash3, createXXHash64, createXXHash128 } = await import('hash-wasm')
  return await { xxhash64: createXXHash64, xxhash3: createXXHash3, xxhash128: createXXHash128 }[algorithm]()
}

/**
 * Hashers that take turns at one instance: an instance reserves gigabytes of addresses for its memory, and a file may have
 * thousands of parts. Their state is some hundred bytes.
 */
function sharing(instance: IHasher): () => Hasher {
  const states = new WeakMap<Hasher, Uint8Array>()
  let atWork: Hasher | undefined
  const give = (hasher: Hasher): IHasher => {
    if (atWork === hasher) return instance
    if (atWork !== undefined) states.set(atWork, instance.save())
    const state = states.get(hasher)
    atWork = hasher
    return state === undefined ? instance.init() : instance.load(state)
  }
  return () => {
    const hasher: Hasher = {
      update: (bytes) => void give(hasher).update(bytes),
      digest() {
        const digest = give(hasher).digest('binary')
        atWork = undefined
        return digest
      },
    }
    return hasher
  }
}
