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

  /**
   * Where in the text that was read any of the values stands.
   *
   * @param most - comparisons; whoever chooses the values, as a server does to which it redirects, can make them many
   * @returns also how many were made; more than `most`: not all was looked through
   */
  find({ bytes, starts, ends }: Reading, most: number): { found: Found[]; compared: number } {
    const found: Found[] = []
    let compared = 0
    for (let index = 0; index + KEY_BYTES <= bytes.length; index += 1) {
      if (this.#begins[shortKey(bytes, index)] === 0) continue
      let longest = 0
      for (const secret of this.#secrets.get(key(bytes, index)) ?? []) {
        const common = commonLength(bytes, index, secret.bytes)
        compared += common
        if (compared > most) return { found, compared }
        if (isFound(bytes, index, common, secret)) longest = Math.max(longest, common)
      }
      if (longest > 0) found.push({ start: starts[index] ?? 0, end: ends[index + longest - 1] ?? 0 })
    }
    return { found, compared }
  }

  #add(secret: Secret): void {
    if (secret.bytes.length < KEY_BYTES) return
    const ofKey = key(secret.bytes, 0)
    const others = this.#secrets.get(ofKey)
    if (others === undefined) this.#secrets.set(ofKey, [secret])
    else others.push(secret)
    this.#begins[shortKey(secret.bytes, 0)] = 1
  }
}

function commonLength(bytes: Uint8Array, start: number, secret: Uint8Array): number {
  let length = KEY_BYTES
  while (length < secret.length && bytes[start + length] === secret[length]) length += 1
  return length
}

/** Whether what agrees with a value is the value, or tells too much of it. */
function isFound(bytes: Uint8Array, start: number, length: number, secret: Secret): boolean {
  if (length < secret.bytes.length) return secret.isTelling && length >= TELLING_BYTES
  return !secret.isWord || !(isLetter(bytes[start - 1]) || isLetter(bytes[start + length]))
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
