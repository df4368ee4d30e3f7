import { defaultRegistryUriForTrackingUri } from './default-registry-uri-for-tracking-uri.ts'
import { resolveTrackingUri, type TrackingUriOptions } from './resolve-tracking-uri.ts'

/** What {@link resolveRegistryUri} decides by. */
export interface RegistryUriOptions extends TrackingUriOptions {
  /** The caller's own choice; empty counts as none. */
  readonly registryUri?: string | undefined
}

/**
 * The registry URI of a call: the caller's, or `MLFLOW_REGISTRY_URI`, or the one that belongs to the tracking URI.
 * Python's `_resolve_registry_uri` (`mlflow/tracking/_model_registry/utils.py`) without Spark and without the value set
 * in the process.
 */
export async function resolveRegistryUri(options: RegistryUriOptions): Promise<string> {
  const chosen = options.registryUri || options.environment.MLFLOW_REGISTRY_URI
  return chosen || defaultRegistryUriForTrackingUri(await resolveTrackingUri(options))
}
