import { parseArgs } from 'node:util'
import { ALL_CASES } from './all-cases.ts'
import type { BenchCase } from './bench-case.ts'

/** What the command was asked for. */
export interface Options {
  readonly cases: readonly BenchCase[]
  readonly rounds: number
  readonly isQuick: boolean
  readonly jsonPath: string | undefined
  readonly markdownPath: string | undefined
}

/**
 * Reads the arguments.
 *
 * @throws Error for one that means nothing, with what there is
 */
export function readOptions(parameters: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...parameters],
    options: {
      case: { type: 'string' },
      peer: { type: 'string' },
      rounds: { type: 'string', default: '5' },
      json: { type: 'string' },
      markdown: { type: 'string' },
      quick: { type: 'boolean', default: false },
    },
  })
  const rounds = Number(values.rounds)
  if (!Number.isInteger(rounds) || rounds < 1) throw new Error(`--rounds ${values.rounds} is no number`)
  return {
    cases: withPeers(named(values.case), values.peer),
    rounds,
    isQuick: values.quick,
    jsonPath: values.json,
    markdownPath: values.markdown,
  }
}

/** `s3-large`, or `s3` for all whose names begin so. */
function named(list: string | undefined): readonly BenchCase[] {
  if (list === undefined) return ALL_CASES
  const wanted = list.split(',')
  const isMeant = (name: string, given: string): boolean => name === given || name.startsWith(`${given}-`)
  const unknown = wanted.find((given) => !ALL_CASES.some(({ name }) => isMeant(name, given)))
  if (unknown !== undefined) throw new Error(`No case ${unknown}; there are ${names(ALL_CASES)}`)
  return ALL_CASES.filter(({ name }) => wanted.some((given) => isMeant(name, given)))
}

/** Ours, in all its forms, and these peers. */
function withPeers(cases: readonly BenchCase[], list: string | undefined): readonly BenchCase[] {
  if (list === undefined) return cases
  const wanted = list.split(',')
  const all = ALL_CASES.flatMap(({ contenders }) => contenders)
  const unknown = wanted.find((given) => !all.some(({ name }) => name === given))
  if (unknown !== undefined) throw new Error(`No peer ${unknown}; there are ${names(all)}`)
  return cases.map((benchCase) => ({
    ...benchCase,
    contenders: benchCase.contenders.filter(({ name }) => name.startsWith('ours') || wanted.includes(name)),
  }))
}

function names(all: readonly { readonly name: string }[]): string {
  return [...new Set(all.map(({ name }) => name))].join(', ')
}
