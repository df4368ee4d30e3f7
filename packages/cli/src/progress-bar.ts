import { SingleBar } from 'cli-progress'
import type { DownloadProgress } from 'mlflow-artifacts'
import { formatBytes } from './format-bytes.ts'

/** One line of a terminal that says how far a download is. It appears with the first news. */
export class ProgressBar {
  readonly #bar: SingleBar

  constructor(stream: NodeJS.WritableStream) {
    this.#bar = new SingleBar({
      stream,
      format: '[{bar}] {percentage}% | {files} | {bytes} | {rate}',
      barsize: 24,
      emptyOnZero: true,
      // The line is cut instead: a process that is killed would leave the terminal without wrapping.
      linewrap: true,
    })
  }

  show({ files, bytes, bytesPerSecond, remainingMs }: DownloadProgress): void {
    // Files count where there are no bytes to count.
    const { done, expected = Number.POSITIVE_INFINITY } = bytes.expected ? bytes : files
    const counts = {
      files: `${amount(files, String)} files`,
      bytes: amount(bytes, formatBytes),
      rate: `${formatBytes(bytesPerSecond)}/s${remainingMs === undefined ? '' : `, ${formatSeconds(remainingMs)} left`}`,
    }
    if (!this.#bar.isActive) this.#bar.start(expected, done, counts)
    this.#bar.setTotal(expected)
    this.#bar.update(done, counts)
  }

  stop(): void {
    this.#bar.stop()
  }
}

function formatSeconds(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1000)
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`
}

function amount({ done, expected }: DownloadProgress['files'], format: (value: number) => string): string {
  return expected === undefined ? format(done) : `${format(done)} of ${format(expected)}`
}
