import { X509Certificate } from 'node:crypto'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { MlflowError } from '@mlflow-artifacts/repository'
import type { Environment } from './environment.ts'
import { readRegularFile } from './read-regular-file.ts'

/** Those of all authorities that browsers know take less than 1 MiB. */
const MAXIMUM_BYTES = 16 * 2 ** 20

/**
 * The PEM text of the file that a variable names, or of the certificates in the folder that it names; `undefined`
 * where the variable is empty or not set.
 *
 * @throws MlflowError INVALID_PARAMETER_VALUE, naming the variable, where nothing of the kind can be read there
 */
export async function readPem(environment: Environment, variable: string): Promise<string | undefined> {
  const path = environment[variable]
  if (!path) return undefined
  let pem: string
  try {
    pem = (await stat(path)).isDirectory() ? await readFolder(path) : await readText(path, MAXIMUM_BYTES)
  } catch (cause) {
    const { message } = cause instanceof Error ? cause : new Error(String(cause))
    throw unusable(variable, path, message, cause)
  }
  const certificates = certificatesIn(pem)
  if (certificates.length === 0) throw unusable(variable, path, 'it holds no certificate in PEM form')
  const damaged = certificates.findIndex((certificate) => !isCertificate(certificate))
  if (damaged >= 0) {
    throw unusable(
      variable,
      path,
      `number ${damaged + 1} of its ${certificates.length} certificates is damaged or cut off`,
    )
  }
  return pem
}

/** From where each begins to where the next does: of one that is cut off, the end is missing. */
function certificatesIn(pem: string): string[] {
  return pem
    .split(/(?=-----BEGIN )/)
    .filter((block) => /^-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----/.test(block))
}

/** Node leaves out what it cannot read of a bundle, and then finds the servers wrong. */
function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).raw.byteLength > 0
  } catch {
    return false
  }
}

async function readFolder(path: string): Promise<string> {
  const texts: string[] = []
  let left = MAXIMUM_BYTES
  for (const entry of await readdir(path)) {
    // A folder, a link that leads nowhere, what is damaged or too large is no certificate.
    const text = await readText(join(path, entry), left).catch(() => '')
    const certificates = certificatesIn(text)
    if (certificates.length === 0 || !certificates.every(isCertificate)) continue
    texts.push(text)
    left -= text.length
  }
  return texts.join('\n')
}

async function readText(path: string, maximumBytes: number): Promise<string> {
  return (await readRegularFile(path, maximumBytes)).toString()
}

function unusable(variable: string, path: string, reason: string, cause?: unknown): MlflowError {
  return new MlflowError(`${variable} is set to '${path}', which cannot be used: ${reason}`, {
    code: 'INVALID_PARAMETER_VALUE',
    hint: `Correct ${variable}, or unset it.`,
    cause,
  })
}
