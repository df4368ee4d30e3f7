import type { TlsSettings } from '../http-settings.ts'
import type { Environment } from './environment.ts'
import { environmentBoolean } from './environment-boolean.ts'
import { readPem } from './read-pem.ts'
import type { TlsOptions } from './tls-options.ts'

/**
 * How to speak TLS with the tracking server, or with any other origin. The client certificate and
 * `MLFLOW_TRACKING_INSECURE_TLS` are for the tracking server only. Other origins trust its authority
 * (`MLFLOW_TRACKING_SERVER_CERT_PATH`) beside the platform's, because an artifact store often shares it, and because
 * with that one alone no public store could be reached.
 *
 * @throws MlflowError INVALID_PARAMETER_VALUE, naming the variable, for a file that cannot be read
 */
export async function readTlsOptions(
  settings: TlsSettings | undefined,
  environment: Environment,
  isTrackingServer: boolean,
): Promise<TlsOptions> {
  const ca = await readAuthorities(settings, environment, isTrackingServer)
  const insecure =
    isTrackingServer && environmentBoolean(environment, 'MLFLOW_TRACKING_INSECURE_TLS') === true
  const cert = isTrackingServer
    ? (pemText(settings?.cert) ?? (await readPem(environment, 'MLFLOW_TRACKING_CLIENT_CERT_PATH')))
    : undefined
  return {
    rejectUnauthorized: settings?.rejectUnauthorized ?? !insecure,
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert, key: pemText(settings?.key) ?? cert }),
  }
}

async function readAuthorities(
  settings: TlsSettings | undefined,
  environment: Environment,
  isTrackingServer: boolean,
): Promise<string[] | undefined> {
  // Node adds these itself, but only where the authorities are its own.
  const extra = async (): Promise<string[]> => asList(await readPem(environment, 'NODE_EXTRA_CA_CERTS'))

  if (settings?.ca !== undefined) return [...[settings.ca].flat().map(toText), ...(await extra())]
  const tracking = await readPem(environment, 'MLFLOW_TRACKING_SERVER_CERT_PATH')
  if (tracking !== undefined && isTrackingServer) return [tracking, ...(await extra())]
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

function pemText(pem: string | Uint8Array | undefined): string | undefined {
  return pem === undefined ? undefined : toText(pem)
}

function toText(pem: string | Uint8Array): string {
  return typeof pem === 'string' ? pem : Buffer.from(pem).toString()
}
