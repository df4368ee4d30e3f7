import type { GoogleScript } from '../../src/google/google-service.ts'

/** What a call gives. */
export type Gives =
  /** The artifacts, and what the token is called that they were read with; `nobody`: none. */
  | { readonly as: string }
  /** An error. */
  | { readonly code: string }

/** A way of signing in to Google, or what its store answers, that both sides meet. */
export interface Situation {
  readonly name: string
  /** By their paths in the home folder. An object is JSON. */
  readonly files?: Readonly<Record<string, string | object | undefined>>
  /** `{home}` is the home folder, `{plain}` the host of what is reached without TLS. */
  readonly variables?: Readonly<Record<string, string>>
  /** Whether there is a metadata server. Default: `false`. */
  readonly isMachine?: boolean
  /** What Google does other than usual. */
  readonly script?: (home: string) => GoogleScript
  /** What each call gives here; as many calls are made. */
  readonly gives: readonly Gives[]
  /** The row of docs/differences.md that says why Python does something else. */
  readonly row?: string
}
