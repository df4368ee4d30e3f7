import type { Tally } from '../src/faults/run-trials.ts'

const HEADINGS = [
  'row',
  'on',
  'trials',
  'right',
  'refused',
  'wrong files',
  'hangs',
  'other failures',
  'sent / size',
  's',
]

/** Prints what came of the trials, as Markdown. */
export function printTable(tallies: readonly Tally[]): void {
  const rows = tallies.map((tally) => {
    const { row, backend, trials, right, refused, wrongFiles, hangs, failures, size, sent, ms } = tally
    const ratio = size === 0 || sent === 0 ? '' : (sent / size).toFixed(2)
    const others = failures.length - wrongFiles - hangs
    return [row, backend, trials, right, refused, wrongFiles, hangs, others, ratio, Math.round(ms / 1000)]
  })
  for (const cells of [HEADINGS, HEADINGS.map(() => '---'), ...rows]) console.log(`| ${cells.join(' | ')} |`)
}
