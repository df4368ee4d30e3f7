import { redactText } from '@mlflow-artifacts/repository'
import { replaceEncoded } from './replace-encoded.ts'
import { secretPattern } from './secret-pattern.ts'
import { type SentRequest, secretValues } from './secret-values.ts'

/** More are never under way at once, and what is behind the last ones is answered. */
const REMEMBERED = 128
/** A value that nobody chose as a name: long, and of more than small letters. */
const RANDOM = /^(?=.*(?:[A-Z]|\d)).{12,}$/s
const REDACTED = 'REDACTED'

/**
 * What a client has sent last: the one filter for everything that servers say, who may repeat what they were sent. Nothing
 * is looked at before something has to be filtered.
 */
export class SentRequests {
  readonly #requests: SentRequest[] = []
  #all: RegExp | undefined
  #random: RegExp | undefined

  /** Remembers a request that is about to be sent. */
  note(request: SentRequest): void {
    this.#requests.push(request)
    if (this.#requests.length > REMEMBERED) this.#requests.shift()
    this.#all = undefined
    this.#random = undefined
  }

  /** What somebody else said, without anything secret that was sent, in any encoding, or looks as if it were secret. */
  redact(text: string): string {
    const bytes = Buffer.from(text)
    const filtered = this.redactBytes(bytes)
    return redactText(filtered === bytes ? text : filtered.toString())
  }

  /** The same of bytes, which stay what they are where there is nothing to remove. */
  redactBytes(bytes: Buffer): Buffer {
    this.#all ??= patternOf(this.#values())
    const pattern = this.#all
    const text = bytes.toString('latin1')
    const holdsSecret = (decoded: string): boolean => decoded.search(pattern) !== -1
    const filtered = replaceEncoded(text.replace(pattern, REDACTED), holdsSecret, REDACTED)
    return filtered === text ? bytes : Buffer.from(filtered, 'latin1')
  }

  /**
   * A text of our own, which may name what a server chose, such as the address that it redirects to: without values that
   * can be nothing but secrets.
   */
  redactOwn(text: string): string {
    this.#random ??= patternOf(this.#values().filter((value) => RANDOM.test(value)))
    return text.replace(this.#random, REDACTED)
  }

  #values(): string[] {
    return [...new Set(this.#requests.flatMap(secretValues))]
  }
}

/** Of nothing, it finds nothing. */
function patternOf(values: readonly string[]): RegExp {
  return values.length === 0 ? /$^/g : secretPattern(values)
}
