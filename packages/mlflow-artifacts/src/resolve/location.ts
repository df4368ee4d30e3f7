import type { ArtifactRepository } from '@mlflow-artifacts/repository'
import type { Hop } from './resolution.ts'

/** Where an artifact is: a place in one repository, and how it is to be shown and laid out. */
export interface Location {
  readonly hops: readonly Hop[]
  readonly repository: ArtifactRepository
  /** In the repository, literal; `''` is all of it. */
  readonly path: string
  /** The directory of the repository that the destination of a download stands for: `''`, a parent of `path`, or `path`. */
  readonly base: string
  /** The directory that listed paths are relative to. Python lists a run's artifacts from the run's root. */
  readonly listingBase: string
  /** A copy is made even where the artifact already is a local file. Python's `runs:` wrapper does. */
  readonly alwaysCopied: boolean
  /** Whose `registered_model_meta` belongs into a copied model; the values are `null` for a logged model. */
  readonly registeredModel: RegisteredModel | undefined
  /** The logged model whose files Python shows below the run that logged it, under `name`. */
  readonly loggedModel: (() => Promise<LoggedModelLocation | undefined>) | undefined
}

/** What MLflow writes into `registered_model_meta`. */
export interface RegisteredModel {
  readonly name: string | null
  readonly version: string | null
}

/** A logged model that belongs to a run's artifacts, in a directory of its name. */
export interface LoggedModelLocation {
  readonly name: string
  readonly location: Location
}
