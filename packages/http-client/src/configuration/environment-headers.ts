import { MlflowError } from '@mlflow-artifacts/repository'
import type { HttpHeaders } from '../http-settings.ts'
import type { Environment } from './environment.ts'
import { readRegularFile } from './read-regular-file.ts'

const VARIABLE = 'MLFLOW_ARTIFACTS_HEADERS'
const FILE_VARIABLE = 'MLFLOW_ARTIFACTS_HEADERS_FILE'
const MAXIMUM_BYTES = 2 ** 20

/**
 * The headers for the tracking server that a variable holds: lines of `Name: value`.
 *
 * @throws MlflowError INVALID_PARAMETER_VALUE for a line that is no header, without showing it
 */
export function environmentHeaders(environment: Environment): HttpHeaders {
  return parseHeaders(environment[VARIABLE] ?? '', VARIABLE)
}

/**
 * Those of the file that a variable names: the same lines, and comments that begin with `#`.
 *
 * @throws MlflowError INVALID_PARAMETER_VALUE for a file that cannot be read, and for a line that is no header
 */
export async function readHeadersFile(environment: Environment): Promise<HttpHeaders> {
  const path = environment[FILE_VARIABLE]
  if (!path) return {}
  let text: string
  try {
    text = (await readRegularFile(path, MAXIMUM_BYTES)).toString()
  } catch (cause) {
    const reason =
      cause instanceof Error && 'code' in cause ? String(cause.code) : 'it is no file, or too large'
    // The variable may hold the headers themselves, so that it is not shown, nor is a cause that shows it.
    throw unusable(FILE_VARIABLE, `names a file that cannot be read: ${reason}`)
  }
  return parseHeaders(text, FILE_VARIABLE)
}

function parseHeaders(text: string, variable: string): HttpHeaders {
  const headers: Record<string, string> = {}
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (/^\s*(?:#|$)/.test(line)) continue
    const [, name, value] = /^\s*([^\s:]+)\s*:\s*(.*?)\s*$/.exec(line) ?? []
    if (name === undefined || value === undefined) {
      throw unusable(variable, `has no header in line ${index + 1}`)
    }
    headers[name.toLowerCase()] = value
  }
  return headers
}

function unusable(variable: string, problem: string): MlflowError {
  return new MlflowError(`${variable} ${problem}`, {
    code: 'INVALID_PARAMETER_VALUE',
    hint: `Each line is a header for the tracking server: 'Name: value'. ${FILE_VARIABLE} names a file with such lines.`,
  })
}
