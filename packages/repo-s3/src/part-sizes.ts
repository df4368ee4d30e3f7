import { S3Failure } from './failure/s3-failure.ts'
import type { S3Store } from './s3-store.ts'

/** How many parts are asked for at once. */
const AT_ONCE = 8

/** An object that came in parts. */
export interface ObjectInParts {
  readonly key: string
  readonly validator: string
  /** In bytes. */
  readonly size: number
  /** Two or more. */
  readonly count: number
}

/** Asks a store how many bytes the parts of an object have. S3 takes parts of any sizes, but almost nobody sends such. */
export class PartSizes {
  readonly #store: S3Store
  readonly #object: ObjectInParts

  constructor(store: S3Store, object: ObjectInParts) {
    this.#store = store
    this.#object = object
  }

  /**
   * The size of all parts but the last, as it follows from the first and the last one; `undefined` where these say that
   * there is no such size.
   *
   * @throws S3Failure where the store does not say
   */
  async likely(signal: AbortSignal | undefined): Promise<number | undefined> {
    const { size, count } = this.#object
    const [first, last] = await Promise.all([1, count].map((number) => this.#sizeOf(number, signal)))
    const isEven =
      first !== undefined && last !== undefined && first * (count - 1) + last === size && last <= first
    return isEven ? first : undefined
  }

  /** Whether all parts but the last have this size. Where the store no longer says, what followed stays true. */
  async areAll(partSize: number, signal: AbortSignal | undefined): Promise<boolean> {
    const { count } = this.#object
    try {
      for (let from = 2; from < count; from += AT_ONCE) {
        const numbers = Array.from({ length: Math.min(AT_ONCE, count - from) }, (_, index) => from + index)
        const sizes = await Promise.all(numbers.map((number) => this.#sizeOf(number, signal)))
        if (sizes.some((size) => size !== partSize)) return false
      }
      return true
    } catch (error) {
      if (error instanceof S3Failure) return true
      throw error
    }
  }

  async #sizeOf(PartNumber: number, signal: AbortSignal | undefined): Promise<number | undefined> {
    const { key, validator } = this.#object
    return (await this.#store.head({ Key: key, PartNumber, IfMatch: validator }, signal)).ContentLength
  }
}
