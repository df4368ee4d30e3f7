import type { DestinationOptions, HttpSettings } from '@mlflow-artifacts/http-client'
import type { ArtifactBackend, HttpClient, RetryEvent } from '@mlflow-artifacts/repository'
import type { DownloadOptions } from '@mlflow-artifacts/transfer'

/** Settings for the HTTP client of every hop, or a client that takes its place. */
export type HttpOptions = HttpSettings | HttpClient

/** How a call finds its artifacts. What it finds is the source's business. */
export interface CallOptions extends DestinationOptions {
  /** The tracking URI. Default: `MLFLOW_TRACKING_URI`, then what Python finds in the working directory. */
  readonly trackingUri?: string | undefined
  /** The registry URI. Default: `MLFLOW_REGISTRY_URI`, then the tracking URI. */
  readonly registryUri?: string | undefined
  /** Aborts the call, which then rejects with `signal.reason` itself. */
  readonly signal?: AbortSignal | undefined
  /** Backends that are asked before the built-in ones. Default: none. */
  readonly backends?: readonly ArtifactBackend[] | undefined
  /**
   * Headers or an auth hook for the tracking server, TLS, proxy, time limits and retries; or a client of your own. What
   * is left out is read from the environment, as Python reads it.
   */
  readonly http?: HttpOptions | undefined
  /**
   * Is told of each request and each file that failed and is tried again, before the pause, whose length in milliseconds it
   * is told: calls of a tracking server, listings, and the bytes of artifacts. It must not throw. A client of your own, and
   * the SDK that lists S3, repeat in silence. Default: nobody is told.
   */
  readonly onRetry?: ((event: RetryEvent) => void) | undefined
  /** The environment variables. Default: `process.env`. */
  readonly environment?: Readonly<Record<string, string | undefined>> | undefined
  /**
   * Whether a tracking server on another machine may lead to local files, as it does where both share a folder. A
   * server on this machine always may. Default: `false`.
   */
  readonly allowLocalArtifacts?: boolean | undefined
}

/** How a directory is listed or walked. */
export interface ListArtifactsOptions extends CallOptions {
  /**
   * Whether what is not there is an error, `RESOURCE_DOES_NOT_EXIST`, also where the folder of a run is on another machine.
   * All artifacts of a run may still be none. Default: `false`, as in Python: it holds nothing.
   */
  readonly mustExist?: boolean | undefined
}

/**
 * How a download is made: the options of `@mlflow-artifacts/transfer`, with those that are left out read from the
 * environment.
 */
export interface DownloadArtifactsOptions
  extends CallOptions,
    Omit<
      DownloadOptions,
      'dstPath' | 'base' | 'mayBeEmpty' | 'usualAttempts' | 'signal' | 'budget' | 'onRetry' | 'meter'
    > {
  /**
   * The directory that the artifacts go into; it is made where it is missing. Default: a new temporary directory,
   * or none where the artifacts already are files of this machine, and neither `include` nor `exclude` selects among them:
   * their own path is then returned.
   */
  readonly dstPath?: string | undefined
}
