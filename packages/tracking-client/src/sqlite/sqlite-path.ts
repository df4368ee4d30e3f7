import { resolve } from 'node:path'
import { MlflowError } from '@mlflow-artifacts/repository'
import { unquote } from '@mlflow-artifacts/repository/python'
import { redactUri } from '@mlflow-artifacts/uri-parsing'
import { fileKind } from '../file/file-kind.ts'

// SQLAlchemy's grammar of database URLs (`sqlalchemy/engine/url.py`), as far as SQLite accepts it: no user, no host.
const SQLITE_URL = /^sqlite(?:\+\w+)?:\/\/(?:\/(?<database>[^?]*))?(?:\?(?<query>.*))?$/is

/**
 * The database file, absolute, that an SQLAlchemy URI names: `sqlite:///relative.db` from the working directory,
 * `sqlite:////absolute.db`, `sqlite:///file:/absolute.db?uri=true`.
 *
 * @throws MlflowError `INVALID_PARAMETER_VALUE` where the URI names no file, `RESOURCE_DOES_NOT_EXIST` where there is
 *   no such file: MLflow would create one, a reader does not; `PERMISSION_DENIED` where its folder may not be searched
 */
export async function sqlitePath(uri: string, cwd: string): Promise<string> {
  const redacted = redactUri(uri)
  const { database = '', query = '' } = SQLITE_URL.exec(uri)?.groups ?? {}
  const name = isUriFilename(query) ? fileOfUriFilename(database) : database
  if (name === '' || name === ':memory:') {
    throw new MlflowError(`The SQLite URI '${redacted}' names no database file.`, {
      code: 'INVALID_PARAMETER_VALUE',
      uri: redacted,
      hint: 'Write sqlite:///relative/path.db or sqlite:////absolute/path.db.',
    })
  }
  // SQLAlchemy decodes the path from 2.1 on; before, MLflow's own default URI created the file `a%20b`.
  const decoded = resolve(cwd, unquote(name))
  for (const path of [decoded, resolve(cwd, name)]) {
    if ((await fileKind(path)) === 'file') return path
  }
  throw new MlflowError(`The MLflow database '${decoded}' does not exist.`, {
    code: 'RESOURCE_DOES_NOT_EXIST',
    uri: redacted,
    hint: 'Set MLFLOW_TRACKING_URI, or pass trackingUri, to name the store that MLflow logged to.',
  })
}

// With `uri=true` the driver hands the name to SQLite as an SQLite URI.
function isUriFilename(query: string): boolean {
  return /^(true|1|yes|on|y|t)$/i.test(new URLSearchParams(query).get('uri') ?? '')
}

function fileOfUriFilename(name: string): string {
  const [withoutQuery = ''] = unquote(name)
    .replace(/^file:(\/\/(localhost)?(?=\/))?/, '')
    .split(/[?#]/, 1)
  return withoutQuery
}
