import type {
  ArtifactBackend,
  ArtifactRepository,
  HttpClient,
  Machine,
  RequestOptions,
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
import type { Hop } from '../resolve/resolution.ts'
import { backendFor } from './backend-for.ts'

/** What a call stands on, with every default filled in. */
export interface CallSettings {
  readonly trackingUri: string | undefined
  readonly registryUri: string | undefined
  readonly signal: AbortSignal | undefined
  /** The caller's own first, the built-in ones last. */
  readonly backends: readonly ArtifactBackend[]
  readonly http: HttpClient
  readonly environment: Readonly<Record<string, string | undefined>>
}

/** The stores of one call: each is opened when it is first needed, and no run is asked for twice. */
export class CallSession implements RequestOptions {
  readonly signal: AbortSignal | undefined
  readonly #settings: CallSettings
  readonly #machine: Machine = {
    cwd: process.cwd(),
    platform: process.platform === 'win32' ? 'windows' : 'posix',
  }
  readonly #runs = new Map<string, Promise<Run>>()
  #trackingStore: Promise<TrackingStore> | undefined
  #modelRegistry: Promise<ModelRegistry> | undefined

  constructor(settings: CallSettings) {
    this.#settings = settings
    this.signal = settings.signal
  }

  trackingStore(): Promise<TrackingStore> {
    this.#trackingStore ??= resolveTrackingUri({ ...this.#settings, ...this.#machine }).then((uri) =>
      openTrackingStore(uri, { ...this.#settings, ...this.#machine }),
    )
    return this.#trackingStore
  }

  modelRegistry(): Promise<ModelRegistry> {
    this.#modelRegistry ??= resolveRegistryUri({ ...this.#settings, ...this.#machine }).then((uri) =>
      openModelRegistry(uri, { ...this.#settings, ...this.#machine }),
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

  /** The repository at a root URI that the hops led to. */
  repository(rootUri: string, hops: readonly Hop[]): ArtifactRepository {
    const { backends, http, environment, trackingUri } = this.#settings
    const typedUri = hops.length > 1 ? hops[0]?.uri : undefined
    return backendFor(rootUri, typedUri, backends).repository(rootUri, { http, environment, trackingUri })
  }

  /** Frees what the call held open. */
  async close(): Promise<void> {
    const opened = await Promise.allSettled([this.#trackingStore, this.#modelRegistry])
    await Promise.all(
      opened.map(async (store) => (store.status === 'fulfilled' ? store.value?.close() : undefined)),
    )
  }
}
