import { type HttpTrust, MlflowError } from '@mlflow-artifacts/repository'
import type { AddressRules } from '../destination/address-rules.ts'
import { allowedDestinations } from '../destination/allowed-destinations.ts'
import type { DestinationOptions } from '../destination/destination-options.ts'
import type { HttpSettings } from '../http-settings.ts'
import { SentRequests } from '../secrets/sent-requests.ts'
import type { RequestUrl } from '../urls/parse-request-url.ts'
import type { Configuration, ConnectionOptions } from './configuration.ts'
import { CookieJar } from './cookie-jar.ts'
import { Credentials } from './credentials.ts'
import type { Environment } from './environment.ts'
import { environmentBoolean } from './environment-boolean.ts'
import { keepAliveMs } from './keep-alive-ms.ts'
import { originOf } from './origin-of.ts'
import { readTlsOptions } from './read-tls-options.ts'
import { refuseUnknownSettings } from './refuse-unknown-settings.ts'
import { retryPolicy } from './retry-policy.ts'
import { selectProxy } from './select-proxy.ts'
import { timeLimits } from './time-limits.ts'
import type { TlsOptions } from './tls-options.ts'
import { trustedOrigins } from './trusted-origins.ts'
import { withTrust } from './with-trust.ts'

/**
 * Puts together what a client goes by. Certificates are read when the first `https:` request needs them.
 *
 * @throws MlflowError INVALID_PARAMETER_VALUE for a malformed or contradictory variable, NOT_IMPLEMENTED for a way to
 *   authenticate that only Python has
 */
export async function readConfiguration(
  trackingUri: string | undefined,
  settings: HttpSettings & DestinationOptions,
  environment: Environment,
): Promise<Configuration> {
  refuseUnknownSettings(settings)
  refuseContradiction(environment)
  const trackingOrigin = originOf(trackingUri)
  const trusted = new Set(trustedOrigins(settings.trustedOrigins, environment))
  if (trackingOrigin !== undefined) trusted.add(trackingOrigin)
  const isTrusted = (origin: string): boolean => trusted.has(origin)
  const credentials = new Credentials(trackingUri ?? '', environment)
  // What cannot be used is said before anybody is asked.
  if (trusted.size > 0 && settings.auth === undefined) await credentials.authorization('')
  const tls = new Map<boolean, Promise<TlsOptions>>()

  const tlsOptions = (isTrustedServer: boolean): Promise<TlsOptions> => {
    const known = tls.get(isTrustedServer)
    if (known !== undefined) return known
    const options = readTlsOptions(settings.tls, environment, isTrustedServer)
    tls.set(isTrustedServer, options)
    return options
  }
  const keepAlive = keepAliveMs(environment)
  const limits = {
    tracking: timeLimits(settings.timeouts, environment, true),
    other: timeLimits(settings.timeouts, environment, false),
  }

  const connection = async (
    url: RequestUrl,
    owner: string,
    addresses: AddressRules | undefined,
    trust: HttpTrust | undefined,
  ): Promise<ConnectionOptions> => {
    const isTrustedServer = isTrusted(owner)
    const proxy = selectProxy(url, settings.proxy, environment)
    const usesTls = url.scheme === 'https' || proxy?.uri.startsWith('https:') === true
    const { connectMs, tlsMs, tunnelMs } = isTrustedServer ? limits.tracking : limits.other
    return {
      proxy,
      addresses: proxy === undefined ? addresses : undefined,
      tls: usesTls ? withTrust(await tlsOptions(isTrustedServer), trust, settings.tls) : undefined,
      limits: { connectMs, tlsMs, tunnelMs },
      maxConnections: settings.maxConnectionsPerOrigin ?? 16,
      keepAliveMs: keepAlive,
    }
  }
  const connections = new Map<string, Promise<ConnectionOptions>>()

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
    timeLimits: (origin) => (isTrusted(origin) ? limits.tracking : limits.other),
    connection: (url, owner, addresses, trust) => {
      const key = [url.origin, isTrusted(owner), ...(addresses?.refused ?? [])].join(' ')
      const known = trust === undefined ? connections.get(key) : undefined
      if (known !== undefined) return known
      const made = connection(url, owner, addresses, trust)
      if (trust === undefined) connections.set(key, made)
      return made
    },
  }
}

function refuseContradiction(environment: Environment): void {
  const insecure = environmentBoolean(environment, 'MLFLOW_TRACKING_INSECURE_TLS')
  if (!insecure || !environment.MLFLOW_TRACKING_SERVER_CERT_PATH) return
  throw new MlflowError(
    "When 'ignore_tls_verification' is true then 'server_cert_path' must not be set! This error may have occurred " +
      "because the 'MLFLOW_TRACKING_INSECURE_TLS' and 'MLFLOW_TRACKING_SERVER_CERT_PATH' environment variables are " +
      'both set - only one of these environment variables may be set.',
    { code: 'INVALID_PARAMETER_VALUE' },
  )
}
