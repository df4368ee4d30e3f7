import { allowedDestinations } from '../destination/allowed-destinations.ts'
import type { DestinationOptions } from '../destination/destination-options.ts'
import { CONNECTIONS_PER_ORIGIN, type HttpSettings } from '../http-settings.ts'
import { SentRequests } from '../secrets/sent-requests.ts'
import { checkHttpSettings } from './check-http-settings.ts'
import type { Configuration, ConnectionOptions } from './configuration.ts'
import { CookieJar } from './cookie-jar.ts'
import { Credentials } from './credentials.ts'
import type { Environment } from './environment.ts'
import { FromFiles } from './from-files.ts'
import { keepAliveMs } from './keep-alive-ms.ts'
import { originOf } from './origin-of.ts'
import { FILES_OF_TLS, readTlsOptions } from './read-tls-options.ts'
import { refuseContradiction } from './refuse-contradiction.ts'
import { retryPolicy } from './retry-policy.ts'
import { type HttpProxy, selectProxy } from './select-proxy.ts'
import { timeLimits } from './time-limits.ts'
import type { TlsOptions } from './tls-options.ts'
import { trustedOrigins } from './trusted-origins.ts'
import { withTrust } from './with-trust.ts'

/**
 * Puts together what a client goes by. Certificates are read when the first `https:` request needs them.
 *
 * @throws MlflowError INVALID_PARAMETER_VALUE for a malformed or contradictory setting or variable, NOT_IMPLEMENTED for a way to
 *   authenticate that only Python has
 */
export async function readConfiguration(
  trackingUri: string | undefined,
  settings: HttpSettings & DestinationOptions,
  environment: Environment,
): Promise<Configuration> {
  checkHttpSettings(settings)
  refuseContradiction(environment)
  const trackingOrigin = originOf(trackingUri)
  const trusted = new Set(trustedOrigins(settings.trustedOrigins, environment))
  if (trackingOrigin !== undefined) trusted.add(trackingOrigin)
  const isTrusted = (origin: string): boolean => trusted.has(origin)
  const credentials = new Credentials(trackingUri ?? '', environment)
  // What cannot be used is said before anybody is asked.
  if (trusted.size > 0 && settings.auth === undefined) await credentials.authorization('')
  const tlsOf = (isTrustedServer: boolean): FromFiles<TlsOptions> =>
    new FromFiles(environment, FILES_OF_TLS, () => readTlsOptions(settings.tls, environment, isTrustedServer))
  const tls = { tracking: tlsOf(true), other: tlsOf(false) }
  const keepAlive = keepAliveMs(environment)
  const limits = {
    tracking: timeLimits(settings.timeouts, environment, true),
    other: timeLimits(settings.timeouts, environment, false),
  }

  const kindOf = (owner: string): 'tracking' | 'other' => (isTrusted(owner) ? 'tracking' : 'other')
  const connections = new Map<string, ConnectionOptions>()

  return {
    trackingOrigin,
    isTrusted,
    credentials,
    cookies: new CookieJar(),
    workspace: environment.MLFLOW_WORKSPACE?.trim() || undefined,
    headers: settings.headers,
    auth: settings.auth,
    followRedirects: ['true', '1'].includes(
      (environment.MLFLOW_ALLOW_HTTP_REDIRECTS ?? 'true').toLowerCase(),
    ),
    allowed: allowedDestinations(settings, environment),
    retries: retryPolicy(settings.retries, environment),
    sent: new SentRequests(environment),
    timeLimits: (origin) => limits[kindOf(origin)],
    connection: async (url, owner, addresses, { tls: trust, usesProxy = true }) => {
      const kind = kindOf(owner)
      const key = [url.origin, kind, usesProxy, ...(addresses?.refused ?? [])].join(' ')
      const known = connections.get(key)
      const chosen = (): HttpProxy | undefined => selectProxy(url, settings.proxy, environment)
      const proxy = known === undefined && usesProxy ? chosen() : known?.proxy
      const usesTls = url.scheme === 'https' || proxy?.uri.startsWith('https:') === true
      const options = usesTls ? withTrust(await tls[kind].value(), trust, settings.tls) : undefined
      if (known !== undefined && known.tls === options) return known
      const { connectMs, tlsMs, tunnelMs } = limits[kind]
      const made = {
        proxy,
        addresses: proxy === undefined ? addresses : undefined,
        tls: options,
        limits: { connectMs, tlsMs, tunnelMs },
        maxConnections: settings.maxConnectionsPerOrigin ?? CONNECTIONS_PER_ORIGIN,
        keepAliveMs: keepAlive,
      }
      if (trust === undefined) connections.set(key, made)
      return made
    },
    hasNewCertificates: (owner) => tls[kindOf(owner)].hasChanged(),
  }
}
