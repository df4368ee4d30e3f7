import type { ArtifactContent } from '@mlflow-artifacts/repository'
import { discard } from './discard.ts'

/** An answer that has begun, and its place in the budget of the origin. */
export class Answer {
  readonly content: ArtifactContent
  readonly #leave: () => void
  #hasLeft = false
  #isGivenUp = false

  /** @param leave - gives the place back */
  constructor(content: ArtifactContent, leave: () => void) {
    this.content = content
    this.#leave = leave
  }

  /** Gives the place back: when the last byte has come, and in any case at the end. */
  leave(): void {
    if (!this.#hasLeft) this.#leave()
    this.#hasLeft = true
  }

  /** Whether nobody reads it any more. */
  get isGivenUp(): boolean {
    return this.#isGivenUp
  }

  /** Gives back the connection and the place of an answer that nobody reads any more. */
  async giveUp(): Promise<void> {
    this.#isGivenUp = true
    this.leave()
    await discard(this.content.body)
  }
}
