import type { Reading } from './reading.ts'

/** A word may stand in any text as a part of another one. */
const WORD = /^[A-Za-z]{1,11}$|^\d{1,8}$|^.{1,3}$/s
/** The beginning of a value that was cut off says too much from this length on. */
const TELLING_BYTES = 12
/** Scheme and host of an address stand in many texts. */
const IS_ADDRESS = /\s|:\/\//
const KEY_BYTES = 3

interface Secret {
  readonly bytes: Uint8Array
  readonly isWord: boolean
  /** Whether a beginning of it is secret, too. */
  readonly isTelling: boolean
}

/** From where to where a secret stands in a text; `end` is exclusive. */
export interface Found {
  readonly start: number
  readonly end: number
}

/** Finds any of some values, however many, in one pass. */
export class SecretIndex {
  readonly #secrets = new Map<number, Secret[]>()
  /** Whether a value may begin with these bytes; so small that it stays in the processor's cache. */
  readonly #begins = new Uint8Array(2 ** 16)

  /** @param values - of at least 3 characters */
  constructor(values: Iterable<string>) {
    for (const value of values) {
      const isWord = WORD.test(value)
      const isTelling = value.length > TELLING_BYTES && !IS_ADDRESS.test(value)
      // Whoever repeats it may use either encoding, and forms have a plus for a space.
      for (const form of new Set([value, value.replaceAll(' ', '+')])) {
        this.#add({ bytes: Buffer.from(form), isWord, isTelling })
        if (/[\x80-\xff]/.test(form)) this.#add({ bytes: Buffer.from(form, 'latin1'), isWord, isTelling })
      }
    }
  }

  /** Where in the text that was read any of the values stands. */
  find({ bytes, starts, ends }: Reading): Found[] {
    const found: Found[] = []
    for (let index = 0; index + KEY_BYTES <= bytes.length; index += 1) {
      if (this.#begins[shortKey(bytes, index)] === 0) continue
      let longest = 0
      for (const secret of this.#secrets.get(key(bytes, index)) ?? [])
        longest = Math.max(longest, matchedLength(bytes, index, secret))
      if (longest === 0) continue
      found.push({ start: starts[index] ?? 0, end: ends[index + longest - 1] ?? 0 })
      index += longest - 1
    }
    return found
  }

  #add(secret: Secret): void {
    if (secret.bytes.length < KEY_BYTES) return
    const ofKey = key(secret.bytes, 0)
    this.#secrets.set(ofKey, [...(this.#secrets.get(ofKey) ?? []), secret])
    this.#begins[shortKey(secret.bytes, 0)] = 1
  }
}

function matchedLength(
  bytes: Uint8Array,
  start: number,
  { bytes: secret, isWord, isTelling }: Secret,
): number {
  let length = 0
  while (length < secret.length && bytes[start + length] === secret[length]) length += 1
  if (length < secret.length) return isTelling && length >= TELLING_BYTES ? length : 0
  if (isWord && (isLetter(bytes[start - 1]) || isLetter(bytes[start + length]))) return 0
  return length
}

function isLetter(byte: number | undefined): boolean {
  return byte !== undefined && /[A-Za-z0-9]/.test(String.fromCharCode(byte))
}

function key(bytes: Uint8Array, index: number): number {
  return ((bytes[index] ?? 0) << 16) | ((bytes[index + 1] ?? 0) << 8) | (bytes[index + 2] ?? 0)
}

function shortKey(bytes: Uint8Array, index: number): number {
  return ((bytes[index] ?? 0) << 8) | (bytes[index + 1] ?? 0)
}
