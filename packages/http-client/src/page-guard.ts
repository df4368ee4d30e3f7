import { createHash } from 'node:crypto'
import { MlflowError } from '@mlflow-artifacts/repository'

/** Stores skip what was deleted, and may send pages without an entry for it. */
const MOST_EMPTY_PAGES = 1_000
/** Of so many pages the marks are known; a longer circle is noticed by one mark that stays for ever longer. */
const REMEMBERED_PAGES = 10_000

/** What is looked at of one page. */
export interface GuardedPage {
  /** The first entry that no other page may hold; `undefined`: the page brings nothing new. */
  readonly firstEntry: string | undefined
  /** What asks for the next page; `undefined`: this is the last one. */
  readonly nextToken: string | undefined
}

/**
 * Notices that the pages of a listing have no end, in bounded memory: that one leads back to an earlier one, begins with
 * the entry of an earlier one, or that page after page brings nothing. Nothing is assumed of the order of entries, which
 * not every store keeps.
 */
export class PageGuard {
  readonly #what: string
  readonly #uri: string
  readonly #mostPages: number
  readonly #tokens = new Marks()
  readonly #entries = new Marks()
  #emptyPages = 0
  #pages = 0

  /**
   * @param what - has pages, as the subject of a message: "The listing of 'x'"
   * @param mostPages - where nobody uses what is on them meanwhile. Default: any number
   */
  constructor(what: string, uri: string, mostPages: number = Number.POSITIVE_INFINITY) {
    this.#what = what
    this.#uri = uri
    this.#mostPages = mostPages
    // What asks for nothing in particular gives the first page.
    this.#tokens.add('')
  }

  /** @throws MlflowError `INVALID_STATE` where the page shows that there is no end */
  check({ firstEntry, nextToken }: GuardedPage): void {
    this.#emptyPages = firstEntry === undefined ? this.#emptyPages + 1 : 0
    if (firstEntry !== undefined && !this.#entries.add(firstEntry)) {
      throw this.#endless('an entry comes a second time')
    }
    if (nextToken === undefined) return
    this.#pages += 1
    if (this.#pages >= this.#mostPages) throw this.#endless(`there are ${this.#pages} pages, and more`)
    if (!this.#tokens.add(nextToken)) throw this.#endless('a page leads to an earlier one')
    if (this.#emptyPages > MOST_EMPTY_PAGES) {
      throw this.#endless(`${this.#emptyPages} pages in a row bring nothing`)
    }
  }

  #endless(why: string): MlflowError {
    return new MlflowError(`${this.#what} has no end: ${why}`, {
      code: 'INVALID_STATE',
      uri: this.#uri,
      hint: 'Check whether a proxy answers in place of the store, and report it to its operator.',
    })
  }
}

/** The last marks of a sequence, and one older one, which is replaced after twice as many steps each time. */
class Marks {
  readonly #recent = new Set<string>()
  #old: string | undefined
  #steps = 0
  #replacedAt = 1

  /** @returns whether the mark is new */
  add(text: string): boolean {
    // Of a fixed size, whatever the store sends.
    const mark = createHash('sha256').update(text).digest('base64')
    if (mark === this.#old || this.#recent.has(mark)) return false
    this.#recent.add(mark)
    if (this.#recent.size > REMEMBERED_PAGES) {
      const [oldest = ''] = this.#recent
      this.#recent.delete(oldest)
    }
    this.#steps += 1
    if (this.#steps >= this.#replacedAt) {
      this.#old = mark
      this.#replacedAt *= 2
    }
    return true
  }
}
