import { MlflowError } from '@mlflow-artifacts/repository'
import type { DestinationOptions } from '../destination/destination-options.ts'
import type { HttpSettings, RetrySettings, TimeoutSettings, TlsSettings } from '../http-settings.ts'

type Names<Settings> = Readonly<Record<keyof Settings, true>>

const SETTINGS: Names<HttpSettings & DestinationOptions> = {
  headers: true,
  auth: true,
  trustedOrigins: true,
  tls: true,
  proxy: true,
  timeouts: true,
  retries: true,
  maxConnectionsPerOrigin: true,
  allowedSchemes: true,
  allowedHosts: true,
}
const TLS: Names<TlsSettings> = {
  ca: true,
  cert: true,
  key: true,
  passphrase: true,
  rejectUnauthorized: true,
}
const TIMEOUTS: Names<TimeoutSettings> = {
  connectMs: true,
  tlsMs: true,
  tunnelMs: true,
  waitMs: true,
  headersMs: true,
  silenceMs: true,
  slowMs: true,
  callMs: true,
}
const RETRIES: Names<RetrySettings> = {
  max: true,
  backoffFactor: true,
  jitter: true,
  respectRetryAfter: true,
}

/**
 * Refuses settings that are not known, which only programs without TypeScript can give: what is ignored in silence may be
 * what makes a connection safe.
 *
 * @throws MlflowError INVALID_PARAMETER_VALUE
 */
export function refuseUnknownSettings(settings: HttpSettings): void {
  refuseUnknown(settings, SETTINGS, 'http')
  refuseUnknown(settings.tls, TLS, 'http.tls')
  refuseUnknown(settings.timeouts, TIMEOUTS, 'http.timeouts')
  refuseUnknown(settings.retries, RETRIES, 'http.retries')
}

function refuseUnknown(given: object | undefined, known: object, option: string): void {
  const unknown = Object.keys(given ?? {}).find((name) => !Object.hasOwn(known, name))
  if (unknown === undefined) return
  throw new MlflowError(`The option ${option} knows no ${JSON.stringify(unknown)}`, {
    code: 'INVALID_PARAMETER_VALUE',
    hint: `It knows ${Object.keys(known).join(', ')}.`,
  })
}
