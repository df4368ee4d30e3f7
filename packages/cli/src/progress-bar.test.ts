import { Writable } from 'node:stream'
import { stripVTControlCharacters } from 'node:util'
import type { DownloadProgress } from 'mlflow-artifacts'
import { expect, test } from 'vitest'
import { ProgressBar } from './progress-bar.ts'

class Terminal extends Writable {
  readonly isTTY = true
  readonly columns: number
  text = ''

  constructor(columns = 80) {
    super()
    this.columns = columns
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.text += chunk
    done()
  }

  /** Every state of the line, in order. */
  get lines(): string[] {
    return this.text
      .split('\x1b[1G')
      .slice(1)
      .map((line) => stripVTControlCharacters(line).trimEnd())
  }
}

function progress(files: DownloadProgress['files'], bytes: DownloadProgress['bytes']): DownloadProgress {
  const file = { path: 'a', bytes: { done: 0, expected: undefined }, verified: undefined }
  return { files, bytes, bytesPerSecond: 2_000_000, remainingMs: 61_500, file, finished: [] }
}

test('counts first, and fills the bar once it is known how much there is', () => {
  const terminal = new Terminal(120)
  const bar = new ProgressBar(terminal)
  bar.show(progress({ done: 1, expected: undefined }, { done: 1500, expected: undefined }))
  bar.show(progress({ done: 3, expected: 3 }, { done: 6000, expected: 6000 }))
  bar.stop()
  expect(terminal.lines.at(0)).toBe(`[${'-'.repeat(24)}] 0% | 1 files | 1.5 kB | 2.0 MB/s, 1 min 2 s left`)
  expect(terminal.lines.at(-1)).toBe(
    `[${'='.repeat(24)}] 100% | 3 of 3 files | 6.0 kB of 6.0 kB | 2.0 MB/s, 1 min 2 s left`,
  )
  expect(terminal.text.endsWith('\n')).toBe(true)
})

test.each([
  ['empty', 0],
  ['of unknown size', undefined],
])('counts files where they are %s', (_what, expected) => {
  const terminal = new Terminal()
  const bar = new ProgressBar(terminal)
  bar.show(progress({ done: 1, expected: 2 }, { done: 0, expected }))
  bar.stop()
  expect(terminal.lines.at(-1)).toContain('50% | 1 of 2 files')
})

test('is cut to the width of the terminal, and leaves the terminal as it was', () => {
  const terminal = new Terminal(30)
  const bar = new ProgressBar(terminal)
  bar.show(progress({ done: 1, expected: 2 }, { done: 1, expected: 2 }))
  bar.stop()
  expect(Math.max(...terminal.lines.map((line) => line.length))).toBe(30)
  expect(terminal.text).not.toContain('\x1b[?')
})

test('writes nothing where nothing is downloaded', () => {
  const terminal = new Terminal()
  new ProgressBar(terminal).stop()
  expect(terminal.text).toBe('')
})
