import { CONNECTIONS_PER_ORIGIN, checkConfiguration, environmentBoolean } from '@mlflow-artifacts/http-client'
import { MlflowError } from '@mlflow-artifacts/repository'
import { type DownloadOptions, resolvedLimits } from '@mlflow-artifacts/transfer'
import type { DownloadArtifactsOptions } from '../options.ts'
import type { CallSettings } from '../session/call-session.ts'
import type { ArtifactSource } from '../source/artifact-source.ts'
import { checkedSource } from '../source/checked-source.ts'
import { transferOptions } from './transfer-options.ts'

/** How something is transferred, and what the call stands on that does. */
export interface CheckedTransfer {
  readonly transfer: Omit<DownloadOptions, 'dstPath' | 'base'>
  readonly settings: CallSettings
}

/**
 * The options of a transfer, with what the environment says, checked before anything is asked or made. As many connections
 * are allowed as the transfer may use.
 *
 * @throws MlflowError `INVALID_PARAMETER_VALUE` for a source, an option or a variable that cannot be used
 */
export function checkedTransfer(
  source: ArtifactSource,
  options: DownloadArtifactsOptions,
  settings: CallSettings,
): CheckedTransfer {
  checkServerVariables(source, settings)
  const transfer = transferOptions(options, settings)
  const { http } = settings
  const { maxConnections } = resolvedLimits(transfer)
  if ('request' in http) return { transfer, settings }
  const { maxConnectionsPerOrigin: most } = http
  if (most === undefined) {
    const maxConnectionsPerOrigin = Math.max(CONNECTIONS_PER_ORIGIN, maxConnections)
    return { transfer, settings: { ...settings, http: { ...http, maxConnectionsPerOrigin } } }
  }
  if (transfer.maxConnections !== undefined && transfer.maxConnections > most) {
    throw new MlflowError(
      `maxConnections is ${maxConnections}, but http.maxConnectionsPerOrigin lets only ${most} requests to an origin be under way`,
      { code: 'INVALID_PARAMETER_VALUE', hint: 'Raise http.maxConnectionsPerOrigin, or leave it out.' },
    )
  }
  return { transfer: { ...transfer, maxConnections: Math.min(maxConnections, most) }, settings }
}

/** A source without a server has no use for them, and Python does not look at them then. */
function checkServerVariables(source: ArtifactSource, settings: CallSettings): void {
  const checked = checkedSource(source)
  const { environment, trackingUri, registryUri, http } = settings
  const uris = [
    checked.kind === 'uri' ? checked.uri : undefined,
    trackingUri ?? environment.MLFLOW_TRACKING_URI,
    registryUri ?? environment.MLFLOW_REGISTRY_URI,
  ]
  if ('request' in http || !uris.some((uri) => uri !== undefined && /^\s*https?:/i.test(uri))) return
  checkConfiguration(http, environment)
  environmentBoolean(environment, 'MLFLOW_ENABLE_PROXY_MULTIPART_DOWNLOAD')
}
