import { createHash, createHmac, createSecretKey, type Hash, type Hmac, type KeyObject } from 'node:crypto'

type Bytes = string | ArrayBuffer | ArrayBufferView

/** The key that requests are signed with is the same object for a day. */
const KEYS = new WeakMap<object, KeyObject>()

/**
 * SHA-256 and its HMAC, as the SDK's own, with which signing takes twice as long: Node needs longer to find out that a
 * key is no `KeyObject` than for all the rest.
 */
export class Sha256 {
  readonly #key: string | KeyObject | undefined
  #hash: Hash | Hmac

  constructor(secret?: Bytes) {
    this.#key = typeof secret === 'object' ? keyOf(secret) : secret
    this.#hash = this.#begin()
  }

  update(data: Bytes): void {
    this.#hash.update(viewOf(data))
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest()
  }

  reset(): void {
    this.#hash = this.#begin()
  }

  #begin(): Hash | Hmac {
    return this.#key === undefined ? createHash('sha256') : createHmac('sha256', this.#key)
  }
}

function keyOf(secret: ArrayBuffer | ArrayBufferView): KeyObject {
  const key = KEYS.get(secret) ?? createSecretKey(viewOf(secret))
  KEYS.set(secret, key)
  return key
}

function viewOf(data: Bytes): Buffer {
  if (typeof data === 'string') return Buffer.from(data)
  return ArrayBuffer.isView(data)
    ? Buffer.from(data.buffer, data.byteOffset, data.byteLength)
    : Buffer.from(data)
}
