/** Whether a store serves ranges: one stream finds out while the one from the front goes on. */
export class RangeProbe {
  #answer: boolean | undefined
  #settle: (answer: boolean) => void = () => undefined
  readonly #settled: Promise<boolean>

  /** @param answer - where it is known already */
  constructor(answer: boolean | undefined) {
    this.#answer = answer
    this.#settled =
      answer === undefined
        ? new Promise((resolve) => {
            this.#settle = resolve
          })
        : Promise.resolve(answer)
  }

  /** `undefined`: not known yet. */
  get answer(): boolean | undefined {
    return this.#answer
  }

  /** The first answer counts. */
  settle(answer: boolean): void {
    this.#answer ??= answer
    this.#settle(this.#answer)
  }

  async settled(): Promise<boolean> {
    return await this.#settled
  }
}
