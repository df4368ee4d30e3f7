import { resolve } from 'node:path'
import { readRegularFile } from '@mlflow-artifacts/http-client'
import { MlflowError, redactText } from '@mlflow-artifacts/repository'
import { jsonObject } from './json-object.ts'

/** A key is a few kilobytes. */
const LARGEST_FILE: number = 2 ** 20
const TYPES: readonly string[] = [
  'authorized_user',
  'service_account',
  'external_account',
  'external_account_authorized_user',
  'impersonated_service_account',
]
const HINT =
  'Set GOOGLE_APPLICATION_CREDENTIALS to the path of a key file, or remove it and log in with `gcloud auth ' +
  'application-default login`.'

/**
 * Whether a file holds credentials of a kind that is known. The SDK quotes what it cannot read.
 *
 * @param path - the value of `GOOGLE_APPLICATION_CREDENTIALS`, or where `gcloud` keeps its login
 * @param cwd - what it is relative to
 * @returns the absolute path
 * @throws MlflowError `UNAUTHENTICATED`, without anything that may be secret
 */
export async function checkKeyFile(path: string, cwd: string): Promise<string> {
  if (!isPath(path)) {
    throw unusable(
      'GOOGLE_APPLICATION_CREDENTIALS holds something else than the path of a file',
      'It names the file with the key, and is not the key itself: write that to a file which only you can read, and ' +
        'set the variable to its path.',
    )
  }
  const where = `The key file ${redactText(path)}`
  const absolute = resolve(cwd, path)
  const text = await readRegularFile(absolute, LARGEST_FILE).catch((error: unknown) => {
    throw unusable(`${where} cannot be read: ${reasonOf(error)}`)
  })
  const key = jsonObject(text.toString())
  if (key === undefined) throw unusable(`${where} is not valid JSON`)
  if ('installed' in key || 'web' in key) {
    throw unusable(
      `${where} describes an OAuth client, and no account`,
      'Log in with `gcloud auth application-default login --client-id-file` and this file, or make a key for a ' +
        'service account.',
    )
  }
  const type: unknown = Reflect.get(key, 'type')
  if (typeof type === 'string' && TYPES.includes(type)) return absolute
  if (type === 'gdch_service_account') {
    throw unusable(
      `${where} has the type '${type}', of an account of Google Distributed Cloud, which is not supported`,
    )
  }
  const said = typeof type === 'string' && /^\w{1,50}$/.test(type) ? `'${type}'` : 'something else'
  throw unusable(`${where} has the type ${said}; known are ${TYPES.join(', ')}`)
}

/** What is none may be a key, plain or encoded, or a token. */
function isPath(text: string): boolean {
  return (
    text.length <= 4096 &&
    !/[\n\r{}"]|-----BEGIN/.test(text) &&
    /^(?:[./\\~]|[a-z]:[/\\])|\.\w{1,10}$|^[\w -]{1,32}(?:[/\\][\w .-]{1,32})*$/i.test(text)
  )
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'there is no such file'
  // Messages of the file system repeat the path.
  return code ?? (error instanceof Error ? error.message : 'for an unknown reason')
}

function unusable(problem: string, hint: string = HINT): MlflowError {
  return new MlflowError(`No access token for Google Cloud Storage: ${problem}`, {
    code: 'UNAUTHENTICATED',
    hint,
  })
}
