import { checkOption, checkOptions, type OptionRules, optionRules } from '@mlflow-artifacts/repository'
import { allowedDestinations } from '../destination/allowed-destinations.ts'
import type { DestinationOptions } from '../destination/destination-options.ts'
import type { HttpSettings, RetrySettings, TimeoutSettings, TlsSettings } from '../http-settings.ts'
import { refuseUnknownSettings } from './refuse-unknown-settings.ts'
import { parseProxy } from './select-proxy.ts'
import { trustedOrigins } from './trusted-origins.ts'

const {
  boolean,
  count,
  either,
  function: hook,
  notNegative,
  object,
  positive,
  text,
  texts,
  whole,
} = optionRules

const BYTES = { words: 'bytes', allows: (value: unknown): boolean => value instanceof Uint8Array }
const PEM = either(text, BYTES)
const SETTINGS: OptionRules<HttpSettings> = {
  headers: {
    words: 'an object of strings or a function that gives one',
    allows: (value) =>
      hook.allows(value) ||
      (object.allows(value) && texts.allows(Object.values(value ?? {}).map((entry) => entry ?? ''))),
  },
  auth: hook,
  trustedOrigins: texts,
  tls: object,
  proxy: { words: 'the URL of a proxy or false', allows: (value) => value === false || text.allows(value) },
  timeouts: object,
  retries: object,
  maxConnectionsPerOrigin: count,
}
const TLS: OptionRules<TlsSettings> = {
  ca: {
    words: 'PEM, as a string or bytes, or a list of such',
    allows: (value) => [value].flat().every((entry) => PEM.allows(entry)),
  },
  cert: PEM,
  key: PEM,
  passphrase: text,
  rejectUnauthorized: boolean,
}
const TIMEOUTS: OptionRules<TimeoutSettings> = {
  waitMs: positive,
  connectMs: positive,
  tlsMs: positive,
  tunnelMs: positive,
  headersMs: positive,
  silenceMs: positive,
  slowMs: positive,
  callMs: positive,
}
const RETRIES: OptionRules<RetrySettings> = {
  max: whole,
  backoffFactor: notNegative,
  jitter: notNegative,
  respectRetryAfter: boolean,
}
const DESTINATIONS: OptionRules<DestinationOptions> = { allowedSchemes: texts, allowedHosts: texts }

/**
 * Checks what can be known of settings before anything is read or sent.
 *
 * @throws MlflowError `INVALID_PARAMETER_VALUE` that names the setting and what it may be
 */
export function checkHttpSettings(settings: HttpSettings & DestinationOptions): void {
  checkOption('http', settings, object)
  checkOptions<HttpSettings>(settings, SETTINGS, 'http.')
  refuseUnknownSettings(settings)
  checkOptions(settings.tls ?? {}, TLS, 'http.tls.')
  checkOptions(settings.timeouts ?? {}, TIMEOUTS, 'http.timeouts.')
  checkOptions(settings.retries ?? {}, RETRIES, 'http.retries.')
  if (typeof settings.proxy === 'string') parseProxy(settings.proxy, 'The option http.proxy')
  trustedOrigins(settings.trustedOrigins, {})
  checkOptions<DestinationOptions>(settings, DESTINATIONS)
  allowedDestinations(settings, {})
}
