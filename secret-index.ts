import type { ByteView } from './byte-view.ts'
import { formsOfSecret } from './forms-of-secret.ts'
import { unfinishedEscape } from './unfinished-escape.ts'

/** A shorter secret may be part of a usual word: it is one only where it stands as a word of its own. */
const SHORTEST_INSIDE_WORDS = 8
/** Shorter secrets are a part of too much that is none. */
const SHORTEST = 3
/** Who repeats a long secret may cut it: its beginning is not shown, either. */
const LONG = 32
const BEGINNING = 20

/** A part of a text, in bytes. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** Finds secrets in what a text says, in one pass, however many they are. */
export class SecretIndex {
  /** By their first two bytes. */
  readonly #secrets = new Map<number, Uint8Array[]>()

  constructor(secrets: Iterable<string>) {
    for (const secret of secrets) {
      for (const form of formsOfSecret(secret)) {
        if (form.length < SHORTEST) continue
        const folded = form.map(fold)
        const key = keyAt(folded, 0)
        const others = this.#secrets.get(key) ?? []
        if (others.every((other) => Buffer.compare(other, folded) !== 0)) others.push(folded)
        this.#secrets.set(key, others)
      }
    }
  }

  get isEmpty(): boolean {
    return this.#secrets.size === 0
  }

  /** Where the text of a view says a secret, or the beginning of a long one. */
  find({ bytes, starts, ends }: ByteView): Span[] {
    const spans: Span[] = []
    for (let start = 0; start + 1 < bytes.length; start++) {
      for (const secret of this.#secrets.get(keyAt(bytes, start)) ?? []) {
        const length = matchingLength(bytes, start, secret)
        const isWhole = length === secret.length && isWordOfItsOwn(bytes, start, secret)
        if (isWhole || (secret.length >= LONG && length >= BEGINNING)) {
          spans.push({ start: starts[start] ?? 0, end: ends[start + length - 1] ?? 0 })
        }
      }
    }
    return spans
  }

  /** Where the text of a view that was cut off ends in the beginning of a secret; `undefined`: it does not. */
  findAtEnd({ bytes, starts }: ByteView): number | undefined {
    let found: number | undefined
    for (const end of new Set([bytes.length, bytes.length - unfinishedEscape(bytes)])) {
      for (const secret of [...this.#secrets.values()].flat()) {
        for (let start = Math.max(0, end - secret.length + 1); start < end; start++) {
          if (matchingLength(bytes, start, secret) < end - start) continue
          found = Math.min(found ?? Number.POSITIVE_INFINITY, starts[start] ?? 0)
          break
        }
      }
    }
    return found
  }
}

/** Forms write a space as a plus. */
function fold(byte: number): number {
  return byte === 0x2b ? 0x20 : byte
}

function keyAt(bytes: Uint8Array, start: number): number {
  return (fold(bytes[start] ?? 0) << 8) | fold(bytes[start + 1] ?? 0)
}

function matchingLength(bytes: Uint8Array, start: number, secret: Uint8Array): number {
  let length = 0
  while (length < secret.length && fold(bytes[start + length] ?? -1) === secret[length]) length++
  return length
}

function isWordOfItsOwn(bytes: Uint8Array, start: number, secret: Uint8Array): boolean {
  if (secret.length >= SHORTEST_INSIDE_WORDS) return true
  const end = start + secret.length
  const joins = (left: number | undefined, right: number | undefined): boolean =>
    isWordByte(left) && isWordByte(right)
  return !joins(bytes[start - 1], bytes[start]) && !joins(bytes[end - 1], bytes[end])
}

function isWordByte(byte: number | undefined): boolean {
  return byte !== undefined && (byte >= 0x80 || /\w/.test(String.fromCharCode(byte)))
}
