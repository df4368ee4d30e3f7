/** What is asked for once, by whoever needs it first, and anew after a failure: what was wrong may be mended meanwhile. */
export class AskedOnce<Value> {
  #asked: Promise<Value> | undefined

  async value(ask: () => Promise<Value>): Promise<Value> {
    this.#asked ??= ask()
    const asked = this.#asked
    try {
      return await asked
    } catch (error) {
      // Another one may have asked anew already.
      if (this.#asked === asked) this.#asked = undefined
      throw error
    }
  }

  /** Lets the next one ask anew. */
  forget(): void {
    this.#asked = undefined
  }
}
