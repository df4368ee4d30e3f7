import {
  type ConnectionPools,
  checkedClient,
  createHttpClient,
  type DestinationOptions,
  isOnThisMachine,
} from '@mlflow-artifacts/http-client'
import {
  type ArtifactBackend,
  type ArtifactRepository,
  type HttpClient,
  type Machine,
  MlflowError,
  type RequestOptions,
  type RetryEvent,
} from '@mlflow-artifacts/repository'
import {
  type ModelRegistry,
  openModelRegistry,
  openTrackingStore,
  type Run,
  resolveRegistryUri,
  resolveTrackingUri,
  type TrackingStore,
} from '@mlflow-artifacts/tracking-client'
import { AbortableRepository, type TransferBudget } from '@mlflow-artifacts/transfer'
import { getUriScheme, redactUri } from '@mlflow-artifacts/uri-parsing'
import type { HttpOptions } from '../options.ts'
import type { Hop } from '../resolve/resolution.ts'
import { backendFor, type FindBackend } from './backend-for.ts'
import { ledClient } from './led-client.ts'
import { refuseOtherSchemes } from './refuse-other-schemes.ts'

/** What a call stands on, with every default filled in. */
export interface CallSettings extends DestinationOptions {
  readonly trackingUri: string | undefined
  readonly registryUri: string | undefined
  readonly signal: AbortSignal | undefined
  /** The caller's own first, the built-in ones last. */
  readonly backends: readonly ArtifactBackend[]
  /** Asked for what none of them serves. */
  readonly findBackend: FindBackend
  readonly http: HttpOptions
  /** Connections that the calls of one set of bound functions share. */
  readonly pools: ConnectionPools
  /** What the downloads of one set of bound functions ask of an origin. */
  readonly budget: TransferBudget
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly allowLocalArtifacts: boolean
  /** Is told of what is tried again; what it is told is fit to be shown. */
  readonly onRetry: ((event: RetryEvent) => void) | undefined
  /** What relative paths start from: the working directory when the call was made, whatever it is later. */
  readonly cwd: string
}

/** The stores of one call: each is opened when it is first needed, and no run is asked for twice. */
export class CallSession implements RequestOptions {
  readonly signal: AbortSignal | undefined
  readonly #settings: CallSettings
  readonly #machine: Machine
  readonly #runs = new Map<string, Promise<Run>>()
  readonly #clients = new Map<string, HttpClient>()
  #trackingUri: Promise<string> | undefined
  #trackingStore: Promise<TrackingStore> | undefined
  #modelRegistry: Promise<ModelRegistry> | undefined
  /** A store that answered this call, and is not on this machine. */
  #remoteStore: string | undefined
  /** Who says where the artifacts are: it, or else a store on this machine. */
  #leadingStore: string | undefined

  constructor(settings: CallSettings) {
    this.#settings = settings
    this.#machine = { cwd: settings.cwd, platform: process.platform === 'win32' ? 'windows' : 'posix' }
    this.signal = settings.signal
  }

  /** What relative paths start from. */
  get cwd(): string {
    return this.#machine.cwd
  }

  trackingStore(): Promise<TrackingStore> {
    this.#trackingStore ??= this.#resolveTrackingUri().then((uri) =>
      openTrackingStore(uri, this.#contextOf(uri)),
    )
    return this.#trackingStore
  }

  modelRegistry(): Promise<ModelRegistry> {
    this.#modelRegistry ??= resolveRegistryUri({ ...this.#settings, ...this.#machine }).then((uri) =>
      openModelRegistry(uri, this.#contextOf(uri)),
    )
    return this.#modelRegistry
  }

  run(runId: string): Promise<Run> {
    let run = this.#runs.get(runId)
    if (run === undefined) {
      run = this.trackingStore().then((store) => store.getRun(runId, this))
      this.#runs.set(runId, run)
    }
    return run
  }

  /**
   * The repository at a root URI that the hops led to.
   *
   * @throws MlflowError `PERMISSION_DENIED` where a server elsewhere led to files of this machine, and for a scheme that is
   *   not allowed
   */
  async repository(rootUri: string, hops: readonly Hop[]): Promise<ArtifactRepository> {
    this.#refuseLocalFilesOfOthers(rootUri)
    refuseOtherSchemes(rootUri, this.#settings)
    const typedUri = hops.length > 1 ? hops[0]?.uri : undefined
    const backend = await backendFor(rootUri, typedUri, this.#settings)
    const trackingUri = await this.#resolveTrackingUri()
    const http = this.#httpFor(trackingUri, hops.length > 1 ? this.#leadingStore : undefined)
    const { environment, cwd } = this.#settings
    return AbortableRepository.of(backend.repository(rootUri, { http, environment, trackingUri, cwd }))
  }

  /** Frees what the call held open. */
  async close(): Promise<void> {
    const opened = await Promise.allSettled([this.#trackingStore, this.#modelRegistry])
    await Promise.all(
      opened.map(async (store) => (store.status === 'fulfilled' ? store.value?.close() : undefined)),
    )
  }

  #resolveTrackingUri(): Promise<string> {
    this.#trackingUri ??= resolveTrackingUri({ ...this.#settings, ...this.#machine })
    return this.#trackingUri
  }

  #contextOf(storeUri: string) {
    if (!isOnThisMachine(storeUri)) this.#remoteStore = redactUri(storeUri)
    this.#leadingStore = this.#remoteStore ?? redactUri(storeUri)
    return { ...this.#machine, environment: this.#settings.environment, http: this.#httpFor(storeUri) }
  }

  /**
   * A client that sends the credentials of the environment to the origin of a store, and nowhere else.
   *
   * @param ledBy - the store that says where its requests go. Default: the caller does
   */
  #httpFor(storeUri: string, ledBy?: string): HttpClient {
    const key = JSON.stringify([storeUri, ledBy])
    const kept = this.#clients.get(key)
    if (kept !== undefined) return kept
    const client = ledBy === undefined ? this.#newClient(storeUri) : ledClient(this.#httpFor(storeUri), ledBy)
    this.#clients.set(key, client)
    return client
  }

  #newClient(trackingUri: string): HttpClient {
    const { http, environment, pools, allowedSchemes, allowedHosts, onRetry } = this.#settings
    const options = { trackingUri, environment, allowedSchemes, allowedHosts }
    return 'request' in http
      ? checkedClient(http, options)
      : createHttpClient({ ...options, settings: http, pools, onRetry })
  }

  #refuseLocalFilesOfOthers(rootUri: string): void {
    const isLocal = ['', 'file'].includes(getUriScheme(rootUri))
    if (!isLocal || this.#remoteStore === undefined || this.#settings.allowLocalArtifacts) return
    throw new MlflowError(
      `The server ${this.#remoteStore} says that the artifacts are files of this machine: ${rootUri}`,
      {
        code: 'PERMISSION_DENIED',
        uri: rootUri,
        hint:
          'A server elsewhere should not choose which local files are read. If the folder is shared with it, pass ' +
          'allowLocalArtifacts: true.',
      },
    )
  }
}
