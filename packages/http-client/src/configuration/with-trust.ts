import type { HttpTrust } from '@mlflow-artifacts/repository'
import type { TlsSettings } from '../http-settings.ts'
import type { TlsOptions } from './tls-options.ts'

/** TLS options with what a request trusts and presents. Whom to trust, the settings of the client decide first. */
export function withTrust(
  options: TlsOptions,
  trust: HttpTrust | undefined,
  settings: TlsSettings | undefined,
): TlsOptions {
  if (trust === undefined) return options
  const { ca, rejectUnauthorized, client } = trust
  const { cert, key, passphrase, ...others } = options
  const own = { ...(cert && { cert }), ...(key && { key }), ...(passphrase && { passphrase }) }
  return {
    ...others,
    ...(client ?? own),
    ...(ca !== undefined && settings?.ca === undefined && { ca: [ca] }),
    ...(rejectUnauthorized !== undefined &&
      settings?.rejectUnauthorized === undefined && { rejectUnauthorized }),
  }
}
