import { judgeTarget } from '../judge-target.ts'
import type { Results } from '../result.ts'
import { TARGETS } from '../targets.ts'
import { checksumsTable } from './checksums-table.ts'
import { machine } from './machine.ts'
import { resultsTable } from './results-table.ts'
import { asMarkdown, asText, type Table } from './table.ts'
import { targetsTable } from './targets-table.ts'

/** What a run was asked for. */
interface RunFacts {
  readonly rounds: number
  readonly isQuick: boolean
  readonly largeBytes: number
  /** The command that repeats it. */
  readonly command: string
}

/** All tables of a run, in two forms. */
export function report(
  { rows, failures }: Results,
  { rounds, isQuick, largeBytes, command }: RunFacts,
): { text: string; markdown: string } {
  const judgements = TARGETS.map((target) => judgeTarget(target, rows))
  const missed = judgements.filter(({ verdict }) => verdict === 'MISSED').length
  const measured = judgements.filter(({ reached }) => reached !== undefined).length
  const facts = [
    `\`${command}\`: medians of ${rounds} rounds; ${machine()}.`,
    ...(isQuick ? ['A quick run: the data is small, and the figures say nothing.'] : []),
    `${measured - missed} of ${measured} targets met, ${missed} missed; ${judgements.length - measured} not measured.`,
    ...failures.map(({ case: name, peer, reason }) => `FAILED: ${peer} in ${name}: ${reason.split('\n')[0]}`),
  ]
  const tables = [resultsTable(rows), targetsTable(judgements), checksumsTable(rows, largeBytes)].filter(
    ({ lines }) => lines.length > 0,
  )
  const joined = (form: (table: Table) => string): string => [...facts, ...tables.map(form)].join('\n\n')
  return { text: joined(asText), markdown: joined(asMarkdown) }
}
