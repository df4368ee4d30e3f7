import type { DownloadProgress } from 'mlflow-artifacts'
import { printable } from 'mlflow-artifacts'

/** The files of a download of which the store gave nothing to check them by. */
export class UnverifiedFiles {
  #count = 0
  #first = ''

  /** How many. Those that stood there before and were kept are not among them. */
  get count(): number {
    return this.#count
  }

  /** Notes what has been finished since the event before. */
  note({ finished }: DownloadProgress): void {
    for (const { path, verified, kept } of finished) {
      if (verified !== 'none' || kept) continue
      if (this.#count === 0) this.#first = path
      this.#count += 1
    }
  }

  /** What people should know of them, in two lines; nothing where there are none. */
  toString(): string {
    if (this.#count === 0) return ''
    const files = this.#count === 1 ? 'A file' : `${this.#count} files`
    const example = `${this.#count === 1 ? '' : 'such as '}${printable(this.#first)}`
    return (
      `warning: ${files} could not be verified, as the store gave neither a size nor a checksum: ${example}\n` +
      'hint: One that was cut off on the way looks the same: compare it with the original. Read straight from an object ' +
      'store (s3:, gs:), or by its presigned URLs, artifacts are verified.\n'
    )
  }
}
