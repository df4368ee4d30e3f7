import { resolve } from 'node:path'
import { pathToLocalFileUri } from '@mlflow-artifacts/uri-parsing'
import type { StoreContext } from '../store-context.ts'
import { holdsExperiments } from './holds-experiments.ts'
import { pathToLocalSqliteUri } from './path-to-local-sqlite-uri.ts'

/** What {@link resolveTrackingUri} decides by. */
export interface TrackingUriOptions extends Omit<StoreContext, 'http'> {
  /** The caller's own choice; empty counts as none. */
  readonly trackingUri?: string | undefined
}

/**
 * The tracking URI of a call: the caller's, or `MLFLOW_TRACKING_URI`, or the `mlruns` folder of the working directory
 * where it holds experiments, or else `mlflow.db` in the working directory, whether it exists or not. Python's
 * `get_tracking_uri` (`mlflow/tracking/_tracking_service/utils.py`) without the value set in the process.
 */
export async function resolveTrackingUri(options: TrackingUriOptions): Promise<string> {
  const chosen = options.trackingUri || options.environment.MLFLOW_TRACKING_URI
  if (chosen) return chosen
  const folder = resolve(options.cwd, 'mlruns')
  if (await holdsExperiments(folder)) return pathToLocalFileUri(folder, options)
  return pathToLocalSqliteUri(resolve(options.cwd, 'mlflow.db'), options.platform)
}
