import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { MlflowError } from '@mlflow-artifacts/repository'
import type { Environment } from './environment.ts'

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
    pem = (await stat(path)).isDirectory() ? await readFolder(path) : await readFile(path, 'utf8')
  } catch (cause) {
    const { message } = cause instanceof Error ? cause : new Error(String(cause))
    throw unusable(variable, path, message, cause)
  }
  if (!/-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----/.test(pem)) {
    throw unusable(variable, path, 'it holds no certificate in PEM form')
  }
  return pem
}

async function readFolder(path: string): Promise<string> {
  const entries = await readdir(path)
  const texts = await Promise.all(
    entries.map((entry) => readFile(join(path, entry), 'utf8').catch(() => '')), // a folder, a dangling link
  )
  return texts.filter((text) => text.includes('-----BEGIN')).join('\n')
}

function unusable(variable: string, path: string, reason: string, cause?: unknown): MlflowError {
  return new MlflowError(`${variable} is set to '${path}', which cannot be used: ${reason}`, {
    code: 'INVALID_PARAMETER_VALUE',
    hint: `Correct ${variable}, or unset it.`,
    cause,
  })
}
