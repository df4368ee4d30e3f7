import { Part } from './part.ts'

/** What one slow connection may keep from the others. */
const MOST_IN_A_RUN = 8

/** The parts of a file: which are complete, and which somebody is filling. */
export class PartMap {
  readonly size: number
  readonly partSize: number
  readonly parts: readonly Part[]
  readonly #claimed = new Set<Part>()
  /** None before this one is free, so that nobody looks at all of them for each request. */
  #front = 0
  /** None behind this one is free. */
  #back: number

  constructor(size: number, partSize: number) {
    this.size = size
    this.partSize = partSize
    this.parts = Array.from({ length: Math.ceil(size / partSize) }, (_, index) => {
      return new Part(index, index * partSize, Math.min(size, (index + 1) * partSize))
    })
    this.#back = this.parts.length - 1
  }

  get isComplete(): boolean {
    return this.parts.every((part) => part.isComplete)
  }

  /** Bytes that are on the disk. */
  get written(): number {
    let written = 0
    for (const part of this.parts) written += part.written
    return written
  }

  /** Whether there is a part that nobody fills. */
  get hasFree(): boolean {
    return this.#firstFree() !== undefined
  }

  /** The first part that misses something; `undefined`: none does. */
  get firstMissing(): Part | undefined {
    return this.parts.find((part) => !part.isComplete)
  }

  /** The first part that nobody fills. One stream takes them from the front… */
  claimFirst(): Part | undefined {
    return this.#claim(this.#firstFree())
  }

  /** …and goes on with the one behind… */
  claimAfter({ index }: Part): Part | undefined {
    const next = this.parts[index + 1]
    return next !== undefined && this.#isFree(next) ? this.#claim(next) : undefined
  }

  /**
   * …while the others take them from the back, so that they get in its way only once: some in a row, for one request. Only
   * the first of them may have begun.
   *
   * @param streams - among whom the free ones are shared out, in ever fewer, so that all end at about the same time
   */
  claimRun(streams: number): Part[] {
    const run: Part[] = []
    let next = this.#lastFree()
    const shares = 2 * streams
    const most = Math.ceil(this.#countFree(shares * MOST_IN_A_RUN) / shares)
    while (next !== undefined && this.#isFree(next) && run.length < most) {
      run.unshift(next)
      next = next.written > 0 ? undefined : this.parts[next.index - 1]
    }
    for (const part of run) this.#claimed.add(part)
    return run
  }

  /** Gives back a part, complete or not. */
  release(part: Part): void {
    this.#claimed.delete(part)
    if (part.isComplete) return
    this.#front = Math.min(this.#front, part.index)
    this.#back = Math.max(this.#back, part.index)
  }

  #firstFree(): Part | undefined {
    for (;;) {
      const part = this.parts[this.#front]
      if (part === undefined || this.#isFree(part)) return part
      this.#front += 1
    }
  }

  #lastFree(): Part | undefined {
    for (;;) {
      const part = this.parts[this.#back]
      if (part === undefined || this.#isFree(part)) return part
      this.#back -= 1
    }
  }

  /** Stops where more make no difference. */
  #countFree(most: number): number {
    let count = 0
    for (let index = this.#back; index >= this.#front && count < most; index -= 1) {
      const part = this.parts[index]
      if (part !== undefined && this.#isFree(part)) count += 1
    }
    return count
  }

  #claim(part: Part | undefined): Part | undefined {
    if (part !== undefined) this.#claimed.add(part)
    return part
  }

  #isFree(part: Part): boolean {
    return !part.isComplete && !this.#claimed.has(part)
  }
}
