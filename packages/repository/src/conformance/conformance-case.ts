import type { ArtifactRepository } from '../artifact-repository.ts'

/** The artifacts of a case: the content of each file by its path; `undefined` makes an empty directory. */
export type ConformanceArtifacts = Readonly<Record<string, string | Uint8Array | undefined>>

/** A store that holds exactly the artifacts of one case. */
export interface ConformanceStore {
  readonly repository: ArtifactRepository
  /** Puts other content under a path that exists. Cases about changed content are skipped where it is absent. */
  replace?(path: string, content: string): Promise<void>
  /** The same artifacts, for somebody whom the store refuses. Cases about refusals are skipped where it is absent. */
  readonly refused?: ArtifactRepository
  /** Removes what `create` made. */
  dispose?(): Promise<void>
}

/** What a backend's test supplies: how to fill a store, and what the store cannot do. */
export interface ConformanceSubject {
  /** A new store (or a new prefix of one) with exactly these artifacts. */
  create(artifacts: ConformanceArtifacts): Promise<ConformanceStore>
  /** Whether the store keeps directories that hold nothing. Default: `false`. */
  readonly emptyDirectories?: boolean
  /** How many entries the store lists at once. Cases about pages are skipped where it is absent. */
  readonly pageSize?: number
  /** Whether the store can hold an artifact of that path. Default: it can hold every one. */
  canHold?(path: string): boolean
}

/**
 * One case: data, so that any test framework can run it. It passes when `run` resolves, and fails when it rejects.
 */
export interface ConformanceCase {
  readonly name: string
  run(subject: ConformanceSubject): Promise<void>
}

/** Makes a case out of its artifacts and what must hold of a store that has them. */
export function conformanceCase(
  name: string,
  artifacts: ConformanceArtifacts,
  check: (repository: ArtifactRepository, store: ConformanceStore) => Promise<void>,
): ConformanceCase {
  return {
    name,
    async run(subject) {
      const store = await subject.create(holdable(artifacts, subject))
      try {
        await check(store.repository, store)
      } finally {
        await store.dispose?.()
      }
    },
  }
}

function holdable(artifacts: ConformanceArtifacts, subject: ConformanceSubject): ConformanceArtifacts {
  return Object.fromEntries(
    Object.entries(artifacts).filter(([path, content]) => {
      if (content === undefined && subject.emptyDirectories !== true) return false
      return subject.canHold?.(path) ?? true
    }),
  )
}
