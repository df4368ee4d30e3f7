import { serverInfo } from '@mlflow-artifacts/http-client'
import { type BackendContext, MlflowError, type RequestOptions } from '@mlflow-artifacts/repository'
import type { ProxyEndpoints } from './proxy-endpoints.ts'

const VARIABLE = 'MLFLOW_ENABLE_PROXY_MULTIPART_DOWNLOAD'

/**
 * Whether the server is to be asked for presigned URLs: what the variable says, or else the server itself. A server
 * that does not say, or not in time, offers none.
 *
 * @throws MlflowError `INVALID_PARAMETER_VALUE` where the variable is no boolean
 */
export async function offersPresigned(
  endpoints: ProxyEndpoints,
  { http, environment }: BackendContext,
  { signal }: RequestOptions,
): Promise<boolean> {
  const value = environment[VARIABLE]
  if (value !== undefined) return asBoolean(value)
  if (endpoints.server === undefined) return false
  try {
    const { data } = await serverInfo(http, endpoints.server, { signal })
    return data.multipart_downloads_enabled === true
  } catch {
    signal?.throwIfAborted()
    return false
  }
}

function asBoolean(value: string): boolean {
  if (/^(?:true|1)$/i.test(value)) return true
  if (/^(?:false|0)$/i.test(value)) return false
  throw new MlflowError(
    `${VARIABLE} value must be one of ['true', 'false', '1', '0'] (case-insensitive), but got ${value}`,
    { code: 'INVALID_PARAMETER_VALUE', hint: `Set ${VARIABLE} to true or false, or unset it.` },
  )
}
