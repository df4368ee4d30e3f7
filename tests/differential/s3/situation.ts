import type { Fault, Faults, ServedFile } from '@mlflow-artifacts/testing/fault-server'
import type { ServiceFaults } from '../../src/servers/aws/start-aws-services.ts'

/** Where the servers of a situation are, and the home of its user. */
export interface Places {
  readonly aws: string
  readonly s3: string
  readonly home: string
}

/** How somebody has set up S3, and what their store and the services of AWS are like. */
export interface Situation {
  readonly name: string
  /** Further variables; `undefined` takes one of those away that all have. */
  readonly variables?: (places: Places) => Readonly<Record<string, string | undefined>>
  /** `~/.aws/config`. */
  readonly config?: (places: Places) => string
  /** `~/.aws/credentials`. */
  readonly credentials?: string
  /** Further files of the home. */
  readonly files?: Readonly<Record<string, string>>
  readonly services?: ServiceFaults
  /** What the bucket holds besides `root/a`. */
  readonly objects?: Readonly<Record<string, Partial<ServedFile>>>
  /** What the store does wrong, or differently; made anew for each side. */
  readonly store?: () => Faults
  /** Default: `root/a` is read. */
  readonly lists?: boolean
  /** Who signs the requests, and for which region; `undefined` where the call fails. */
  readonly expected: string | undefined
  /** Why Python does something else: `expected` then is what is done here. */
  readonly differs?: string
}

/** An answer of the store in place of its own, to every listing. */
export function listing(body: string, status = 200, type = 'application/xml'): () => Faults {
  const fault: Fault = { answer: { status, headers: { 'content-type': type }, body } }
  return () => (request) => (request.kind === 's3-listing' ? fault : undefined)
}
