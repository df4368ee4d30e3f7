import type { Row } from './result.ts'
import type { Target, TargetFigure } from './targets.ts'

/** What became of a target. */
export interface Judgement {
  readonly target: Target
  /** `undefined` where ours or the peer was not measured. */
  readonly reached: number | undefined
  readonly verdict: 'met' | 'MISSED' | 'not measured'
}

/** Compares a target with what was measured. */
export function judgeTarget(target: Target, rows: readonly Row[]): Judgement {
  const figureOf = (peer: string): number | undefined => {
    const row = rows.find((row) => row.case === target.case && row.peer === peer)
    return row && figure(target.figure, row)
  }
  const own = figureOf('ours')
  const other = target.peer === undefined ? 1 : figureOf(target.peer)
  if (own === undefined || other === undefined) return { target, reached: undefined, verdict: 'not measured' }
  const reached = own / other
  return { target, reached, verdict: reached <= target.atMost ? 'met' : 'MISSED' }
}

function figure(name: TargetFigure, { median }: Row): number | undefined {
  switch (name) {
    case 'wall':
      return median.wallSeconds
    case 'cpu':
      return median.cpuSeconds
    case 'memory':
      return median.peakBytes / 2 ** 20
    case 'loopDelayP99':
      return median.figures.loopDelayP99Ms
    case 'import':
      return median.figures.importMs
  }
}
