import type { Judgement } from '../judge-target.ts'
import type { Target } from '../targets.ts'
import type { Table } from './table.ts'

/** One line for each target that was measured. */
export function targetsTable(judgements: readonly Judgement[]): Table {
  return {
    head: ['case', 'figure of ours', 'at most', 'reached', 'verdict'],
    texts: 2,
    lines: judgements.flatMap(({ target, reached, verdict }) => {
      if (reached === undefined) return []
      // A ratio, or seconds, has digits; MiB and milliseconds need none.
      const digits = target.atMost < 10 ? 2 : 0
      return [[target.case, nameOf(target), target.atMost.toFixed(digits), reached.toFixed(digits), verdict]]
    }),
  }
}

function nameOf({ figure, peer, isStretch = false }: Target): string {
  const stretch = isStretch ? ' (stretch)' : ''
  switch (figure) {
    case 'wall':
    case 'cpu': {
      const name = figure === 'wall' ? 'wall' : 'CPU'
      return `${peer === undefined ? `${name}, s` : `${name} / ${peer}'s`}${stretch}`
    }
    case 'memory':
      return `peak memory, MiB${stretch}`
    case 'loopDelayP99':
      return `event-loop delay p99, ms${stretch}`
    case 'import':
      return `import, ms${stretch}`
  }
}
