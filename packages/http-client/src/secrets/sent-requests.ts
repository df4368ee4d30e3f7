import { environmentSecrets, redactText } from '@mlflow-artifacts/repository'
import type { Environment } from '../configuration/environment.ts'
import { readingsOf } from './readings-of.ts'
import { type Found, SecretIndex } from './secret-index.ts'
import { holdsMore, type SentRequest, secretValues } from './secret-values.ts'

/** More with secrets of their own are never under way at once, and what is behind the last ones is answered. */
const REMEMBERED = 128
/** Far more than any message shows. */
const MOST_BYTES = 32 * 1024
/** Of all readings of a text. Ordinary ones take three or four times the text. */
const MOST_READ_BYTES = 2 ** 20
/** Of a byte of a reading with one of a value; ordinary texts need some thousands. */
const MOST_COMPARED = 16 * 2 ** 20
/** A value that nobody chose as a name: long, and of more than small letters. */
const RANDOM = /^(?=.*(?:[A-Z]|\d)).{12,}$/s
const REDACTED = 'REDACTED'

/**
 * What a client has sent last: the one filter for everything that servers say, who may repeat what they were sent. Nothing
 * is looked at before something has to be filtered.
 */
export class SentRequests {
  readonly #requests: SentRequest[] = []
  readonly #values = new WeakMap<SentRequest, readonly string[]>()
  readonly #environment: Environment
  #all: SecretIndex | undefined
  #random: SecretIndex | undefined

  /** @param environment - whose secrets go as well, whether they were sent or not. Default: none */
  constructor(environment: Environment = {}) {
    this.#environment = environment
  }

  /** Remembers a request that is about to be sent. */
  note(request: SentRequest): void {
    // The environment may have other secrets by now.
    this.#all = undefined
    this.#random = undefined
    if (!holdsMore(request, this.#requests.at(-1))) return
    this.#requests.push(request)
    if (this.#requests.length > REMEMBERED) this.#requests.shift()
  }

  /** What somebody else said, without anything secret that was sent, in any encoding, or looks as if it were secret. */
  redact(text: string): string {
    const bytes = Buffer.from(text)
    const filtered = this.redactBytes(bytes)
    return redactText(filtered === bytes ? text : filtered.toString(), this.#environment)
  }

  /** The same of bytes, which stay what they are where there is nothing to remove, but for what is behind 32 KiB. */
  redactBytes(bytes: Buffer): Buffer {
    this.#all ??= new SecretIndex(this.#distinct())
    return filter(bytes, this.#all)
  }

  /**
   * A text of our own, which may name what a server chose, such as the address that it redirects to: without values that
   * can be nothing but secrets.
   */
  redactOwn(text: string): string {
    this.#random ??= new SecretIndex(this.#distinct().filter((value) => RANDOM.test(value)))
    const bytes = Buffer.from(text)
    const filtered = filter(bytes, this.#random)
    return filtered === bytes ? text : filtered.toString()
  }

  #distinct(): string[] {
    const sent = this.#requests.flatMap((request) => this.#valuesOf(request))
    return [...new Set([...sent, ...environmentSecrets(this.#environment)])]
  }

  #valuesOf(request: SentRequest): readonly string[] {
    const known = this.#values.get(request) ?? secretValues(request)
    this.#values.set(request, known)
    return known
  }
}

function filter(whole: Buffer, index: SecretIndex): Buffer {
  const bytes = whole.length > MOST_BYTES ? whole.subarray(0, MOST_BYTES) : whole
  const found: Found[] = []
  const readings = readingsOf(bytes, MOST_READ_BYTES)
  let left = MOST_COMPARED
  let reading = readings.next()
  for (; reading.done !== true; reading = readings.next()) {
    const result = index.find(reading.value, left)
    left -= result.compared
    if (left < 0) return Buffer.from(REDACTED)
    for (const one of result.found) found.push(one)
  }
  // Whoever encodes so much wants something to be overlooked.
  if (!reading.value) return Buffer.from(REDACTED)
  return found.length === 0 ? bytes : without(bytes, found)
}

function without(bytes: Buffer, found: Found[]): Buffer {
  const pieces: Uint8Array[] = []
  let position = 0
  for (const { start, end } of found.toSorted((one, other) => one.start - other.start)) {
    if (end <= position) continue
    // Where two overlap, or touch, one word stands for both.
    if (start > position || position === 0) {
      pieces.push(bytes.subarray(position, start), Buffer.from(REDACTED))
    }
    position = end
  }
  return Buffer.concat([...pieces, bytes.subarray(position)])
}
