import type { Row } from '../result.ts'
import type { Table } from './table.ts'

/** One line for each contender of each case; the ratios are ours divided by the peer's, so that less is better. */
export function resultsTable(rows: readonly Row[]): Table {
  return {
    head: [
      ...['case', 'who', 'wall s', 'CPU s', 'peak MiB', 'loop p99 ms', 'loop max ms', 'call s'],
      ...['ours / wall', 'ours / CPU'],
    ],
    texts: 2,
    lines: rows.map((row, index) => {
      const { wallSeconds, cpuSeconds, peakBytes, figures } = row.median
      const own = rows.find((other) => other.case === row.case && other.peer === 'ours')?.median
      const ratio = (figure: 'wallSeconds' | 'cpuSeconds'): string =>
        own === undefined || row.peer === 'ours' ? '' : (own[figure] / row.median[figure]).toFixed(2)
      return [
        rows[index - 1]?.case === row.case ? '' : row.case,
        row.peer,
        wallSeconds.toFixed(2),
        cpuSeconds.toFixed(2),
        (peakBytes / 2 ** 20).toFixed(0),
        figures.loopDelayP99Ms?.toFixed(0) ?? '',
        figures.loopDelayMaxMs?.toFixed(0) ?? '',
        callSeconds(figures)?.toFixed(2) ?? '',
        ratio('wallSeconds'),
        ratio('cpuSeconds'),
      ]
    }),
  }
}

/** What the call itself took, without the start of Node. */
function callSeconds({ callSeconds, importMs }: Row['median']['figures']): number | undefined {
  return callSeconds ?? (importMs === undefined ? undefined : importMs / 1000)
}
