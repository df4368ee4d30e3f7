/**
 * What a call is about: a URI, or a run and a path below its artifacts. Exactly one of `artifactUri` and `runId` is
 * given. An `artifactPath` is literal, so that names with `#`, `?` and `%` need no escaping.
 */
export type ArtifactSource =
  | string
  | {
      /** `runs:/…`, `models:/…`, the URI of a store, or a local path. */
      readonly artifactUri?: string | undefined
      readonly runId?: string | undefined
      /** Relative to the run's artifacts; only with `runId`. Default: all of them. */
      readonly artifactPath?: string | undefined
    }
