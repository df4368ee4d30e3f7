import type { ArtifactRepository } from './artifact-repository.ts'
import type { HttpClient } from './http-client.ts'

/** What a backend may use; it reads nothing else of the machine or the process. */
export interface BackendContext {
  /** The shared HTTP client: time limits, TLS, proxies, redirects and authentication are its job. */
  readonly http: HttpClient
  /** The environment variables of the call. */
  readonly environment: Readonly<Record<string, string | undefined>>
  /** The tracking URI of the call; `undefined` where none is needed. */
  readonly trackingUri: string | undefined
  /** What relative paths start from: the working directory when the call was made. Default: that of this moment. */
  readonly cwd?: string | undefined
}

/** A kind of store: it makes repositories for the URIs of its schemes. */
export interface ArtifactBackend {
  /** The version of this contract. */
  readonly specificationVersion: 'v1'
  /** What messages call it, such as `s3`. */
  readonly name: string
  /** The URI schemes that it serves, in lower case and without `:`; `''` stands for plain paths. */
  readonly schemes: readonly string[]
  /**
   * The repository at a root URI. It is a string because the platform's `URL` class reads these URIs differently.
   *
   * @throws MlflowError where the URI is not one that this backend accepts
   */
  repository(uri: string, context: BackendContext): ArtifactRepository
}
