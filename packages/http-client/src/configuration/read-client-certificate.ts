import { MlflowError } from '@mlflow-artifacts/repository'
import type { TlsSettings } from '../http-settings.ts'
import type { Environment } from './environment.ts'
import { pemText } from './pem-text.ts'
import { readPem } from './read-pem.ts'
import type { TlsOptions } from './tls-options.ts'

const VARIABLE = 'MLFLOW_TRACKING_CLIENT_CERT_PATH'

type ClientCertificate = Pick<TlsOptions, 'cert' | 'key' | 'passphrase'>

/**
 * The client certificate with its key, of the settings or else of the environment; nothing where there is none.
 *
 * @throws MlflowError INVALID_PARAMETER_VALUE, naming the variable or option, where no connection can be made with it
 */
export async function readClientCertificate(
  settings: TlsSettings | undefined,
  environment: Environment,
): Promise<ClientCertificate> {
  const given = settings?.cert
  const cert = given === undefined ? await readPem(environment, VARIABLE) : pemText(given)
  if (cert === undefined) return {}
  const { passphrase } = settings ?? {}
  const key = settings?.key === undefined ? cert : pemText(settings.key)
  const names = {
    certificate: given === undefined ? VARIABLE : 'The option http.tls.cert',
    key: 'The option http.tls.key',
  }
  await check({ cert, key, passphrase }, settings?.key === undefined ? names.certificate : names.key)
  return { cert, key, ...(passphrase !== undefined && { passphrase }) }
}

async function check(
  { cert, key, passphrase }: { cert: string; key: string; passphrase: string | undefined },
  holder: string,
): Promise<void> {
  if (!/-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/.test(key)) {
    throw unusable(
      `${holder} holds a client certificate without its key`,
      'Put the key into the same PEM file',
    )
  }
  const isEncrypted = /-----BEGIN ENCRYPTED PRIVATE KEY-----|^Proc-Type: 4,ENCRYPTED/m.test(key)
  const advice = 'Give its passphrase in the option http.tls.passphrase, or store the key without one'
  if (isEncrypted && passphrase === undefined) throw unusable(`${holder} holds an encrypted key`, advice)
  const { createSecureContext } = await import('node:tls')
  try {
    createSecureContext({ cert, key, ...(passphrase !== undefined && { passphrase }) })
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw unusable(
      `${holder} holds a client certificate or a key that cannot be used: ${reason}`,
      isEncrypted ? advice : 'Check that the key belongs to the certificate',
      cause,
    )
  }
}

function unusable(message: string, advice: string, cause?: unknown): MlflowError {
  return new MlflowError(message, {
    code: 'INVALID_PARAMETER_VALUE',
    hint: `${advice}. ${VARIABLE} names a PEM file with certificate and key, and the option http.tls holds them.`,
    cause,
  })
}
