import type { HttpTrust } from '@mlflow-artifacts/repository'
import type { TlsSettings } from '../http-settings.ts'
import type { TlsOptions } from './tls-options.ts'

/** TLS options with what a request trusts, but for what the settings of the client decide. */
export function withTrust(
  options: TlsOptions,
  trust: HttpTrust | undefined,
  settings: TlsSettings | undefined,
): TlsOptions {
  if (trust === undefined) return options
  const { ca, rejectUnauthorized } = trust
  return {
    ...options,
    ...(ca !== undefined && settings?.ca === undefined && { ca: [ca] }),
    ...(rejectUnauthorized !== undefined &&
      settings?.rejectUnauthorized === undefined && { rejectUnauthorized }),
  }
}
