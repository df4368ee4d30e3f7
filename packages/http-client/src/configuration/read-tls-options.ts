import type { TlsSettings } from '../http-settings.ts'
import type { Environment } from './environment.ts'
import { environmentBoolean } from './environment-boolean.ts'
import { pemText } from './pem-text.ts'
import { readClientCertificate } from './read-client-certificate.ts'
import { readPem } from './read-pem.ts'
import type { TlsOptions } from './tls-options.ts'

/** The variables that name what {@link readTlsOptions} reads. */
export const FILES_OF_TLS: readonly string[] = [
  'MLFLOW_TRACKING_SERVER_CERT_PATH',
  'MLFLOW_TRACKING_CLIENT_CERT_PATH',
  'REQUESTS_CA_BUNDLE',
  'CURL_CA_BUNDLE',
  'NODE_EXTRA_CA_CERTS',
]

/**
 * How to speak TLS with the tracking server and those trusted as it is, or with any other origin. The client certificate
 * and `MLFLOW_TRACKING_INSECURE_TLS` are for the former only. Other origins trust its authority
 * (`MLFLOW_TRACKING_SERVER_CERT_PATH`) beside the platform's, because an artifact store often shares it, and because
 * with that one alone no public store could be reached.
 *
 * @throws MlflowError INVALID_PARAMETER_VALUE, naming the variable, for a file that cannot be used, such as a client
 *   certificate without a key
 */
export async function readTlsOptions(
  settings: TlsSettings | undefined,
  environment: Environment,
  isTrusted: boolean,
): Promise<TlsOptions> {
  const ca = await readAuthorities(settings, environment, isTrusted)
  const insecure = isTrusted && environmentBoolean(environment, 'MLFLOW_TRACKING_INSECURE_TLS') === true
  return {
    rejectUnauthorized: settings?.rejectUnauthorized ?? !insecure,
    ...(ca === undefined ? {} : { ca }),
    ...(isTrusted ? await readClientCertificate(settings, environment) : {}),
  }
}

async function readAuthorities(
  settings: TlsSettings | undefined,
  environment: Environment,
  isTrusted: boolean,
): Promise<string[] | undefined> {
  // Node adds these itself, but only where the authorities are its own.
  const extra = async (): Promise<string[]> => asList(await readPem(environment, 'NODE_EXTRA_CA_CERTS'))

  if (settings?.ca !== undefined) return [...[settings.ca].flat().map(pemText), ...(await extra())]
  const tracking = await readPem(environment, 'MLFLOW_TRACKING_SERVER_CERT_PATH')
  if (tracking !== undefined && isTrusted) return [tracking, ...(await extra())]
  const bundle =
    (await readPem(environment, 'REQUESTS_CA_BUNDLE')) ?? (await readPem(environment, 'CURL_CA_BUNDLE'))
  if (bundle !== undefined) return [bundle, ...asList(tracking), ...(await extra())]
  if (tracking === undefined) return undefined
  const { getCACertificates } = await import('node:tls')
  return [...getCACertificates('default'), tracking, ...(await extra())]
}

function asList(pem: string | undefined): string[] {
  return pem === undefined ? [] : [pem]
}
