import { printable, type RetryEvent } from 'mlflow-artifacts'
import { causeOf, messageOf } from './message-of.ts'

/** What is over sooner is no silence. */
const QUIET_MS = 2_000
/** Many files may fail at once. */
const BETWEEN_LINES_MS = 1_000

/** Tells who waits at a terminal that something failed and is tried again, once they have waited for two seconds. */
export class RetryNotice {
  readonly #write: (line: string) => void
  readonly #startedAt = performance.now()
  #writtenAt = Number.NEGATIVE_INFINITY

  /** @param write - is given whole lines */
  constructor(write: (line: string) => void) {
    this.#write = write
  }

  note(event: RetryEvent): void {
    const quietMs = Math.max(0, QUIET_MS - (performance.now() - this.#startedAt))
    // By then it has been tried again.
    if (quietMs > event.delayMs) return
    if (quietMs === 0) this.#tell(event, event.delayMs)
    else setTimeout(() => this.#tell(event, event.delayMs - quietMs), quietMs).unref()
  }

  #tell({ attempt, attempts, error }: RetryEvent, delayMs: number): void {
    const now = performance.now()
    if (now - this.#writtenAt < BETWEEN_LINES_MS) return
    this.#writtenAt = now
    const [reason = ''] = (causeOf(error) ?? messageOf(error)).split('\n')
    const seconds = Math.ceil(delayMs / 1000)
    // A bar may stand on the line.
    this.#write(
      `\r\x1b[Kretrying in ${seconds} s (attempt ${attempt} of ${attempts}): ${printable(reason)}\n`,
    )
  }
}
