import type { Answer } from './answer.ts'

/** A source in Python's words, where `{name}` stands for a place in the store. */
export interface Source {
  artifact_uri?: string
  run_id?: string
  artifact_path?: string
}

/** What is asked of a source. */
export const OPERATIONS = ['download', 'download to a folder', 'list'] as const
/** What is asked of a URI. */
export const LOADS = ['load text', 'load dict', 'load image'] as const
export type Load = (typeof LOADS)[number]
export type Operation = (typeof OPERATIONS)[number] | Load

export function isLoad(operation: Operation): operation is Load {
  return operation.startsWith('load ')
}

/** Where we do better than Python. */
export interface Difference {
  /** Names the row of docs/differences.md. */
  row: string
  /** We answer as Python answers this source. */
  like?: Source
  /** We answer so. */
  answers?: Partial<Record<Operation, Answer>>
  /** We reject a download with this code, in words of our own. */
  code?: string
}

/** A source with the difference between the two sides, where there is one. */
export type ComparedSource = readonly [Source, Difference?]
