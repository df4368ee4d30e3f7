import type { RequestOptions } from '@mlflow-artifacts/repository'

/** What this family needs to know of a run. Deleted runs are found too, as in Python. */
export interface Run {
  readonly runId: string
  readonly experimentId: string
  /** The root of the run's artifacts, as the store keeps it; never empty. */
  readonly artifactUri: string
  /** `active` or `deleted`. */
  readonly lifecycleStage: string
}

/** What this family needs to know of a logged model. */
export interface LoggedModel {
  readonly modelId: string
  readonly experimentId: string
  readonly name: string
  /** The root of the model's artifacts, as the store keeps it; never empty. */
  readonly artifactUri: string
  /** The run that logged the model; `undefined` where none did. */
  readonly sourceRunId: string | undefined
}

/** Which logged model {@link TrackingStore.findLoggedModel} looks for. */
export interface LoggedModelQuery {
  readonly experimentId: string
  readonly name: string
  readonly sourceRunId: string
}

/** Where runs and logged models are kept. Opened on first use; a lookup changes nothing in it. */
export interface TrackingStore {
  /** The tracking URI without credentials, for messages. */
  readonly uri: string

  /**
   * A run, active or deleted.
   *
   * @throws MlflowError `RESOURCE_DOES_NOT_EXIST` where there is none, `INVALID_PARAMETER_VALUE` for an id that the
   *   store refuses, `INVALID_STATE` where its record is broken
   */
  getRun(runId: string, options?: RequestOptions): Promise<Run>

  /**
   * A logged model that is not deleted.
   *
   * @throws MlflowError `RESOURCE_DOES_NOT_EXIST` where there is none, `INVALID_PARAMETER_VALUE` for an empty id
   */
  getLoggedModel(modelId: string, options?: RequestOptions): Promise<LoggedModel>

  /**
   * The newest logged model of a name that a run logged, which is the one that Python merges into `runs:` URIs
   * (`RunsArtifactRepository._get_logged_model_artifact_repo`); `undefined` where there is none.
   */
  findLoggedModel(query: LoggedModelQuery, options?: RequestOptions): Promise<LoggedModel | undefined>

  /** Frees what the store holds open. A later call opens it again. */
  close(): Promise<void>
}
