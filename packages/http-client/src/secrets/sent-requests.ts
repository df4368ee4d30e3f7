import { redactText } from '@mlflow-artifacts/repository'
import { secretPattern } from './secret-pattern.ts'
import { type SentRequest, secretValues } from './secret-values.ts'

/** More are never under way at once, and what is behind the last ones is answered. */
const REMEMBERED = 256
/** A value that nobody chose as a name: long, and of more than small letters. */
const RANDOM = /^(?=.*(?:[A-Z]|\d)).{12,}$/s
const REDACTED = 'REDACTED'

/** What a client has sent last: the one filter for everything that servers say, who may repeat what they were sent. */
export class SentRequests {
  readonly #requests: SentRequest[] = []
  #patterns: { readonly all: RegExp | undefined; readonly random: RegExp | undefined } | undefined

  /** Remembers a request that is about to be sent. */
  note(request: SentRequest): void {
    this.#requests.push(request)
    if (this.#requests.length > REMEMBERED) this.#requests.shift()
    this.#patterns = undefined
  }

  /** What somebody else said, without anything secret that was sent, in any encoding, or looks as if it were secret. */
  redact(text: string): string {
    const bytes = Buffer.from(text)
    const filtered = this.redactBytes(bytes)
    return redactText(filtered === bytes ? text : filtered.toString())
  }

  /** The same of bytes, which stay what they are where there is nothing to remove. */
  redactBytes(bytes: Buffer): Buffer {
    const { all } = this.#known()
    if (all === undefined) return bytes
    const text = bytes.toString('latin1')
    const filtered = text.replace(all, REDACTED)
    return filtered === text ? bytes : Buffer.from(filtered, 'latin1')
  }

  /**
   * A text of our own, which may name what a server chose, such as the address that it redirects to: without values that
   * can be nothing but secrets.
   */
  redactOwn(text: string): string {
    const { random } = this.#known()
    return random === undefined ? text : text.replace(random, REDACTED)
  }

  #known(): { readonly all: RegExp | undefined; readonly random: RegExp | undefined } {
    if (this.#patterns !== undefined) return this.#patterns
    const values = [...new Set(this.#requests.flatMap(secretValues))]
    const patternOf = (some: readonly string[]): RegExp | undefined =>
      some.length === 0 ? undefined : secretPattern(some)
    this.#patterns = {
      all: patternOf(values),
      random: patternOf(values.filter((value) => RANDOM.test(value))),
    }
    return this.#patterns
  }
}
