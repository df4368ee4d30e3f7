import type { Platform } from '@mlflow-artifacts/repository'
import { quote } from '@mlflow-artifacts/repository/python'

/**
 * The URI of an SQLite database: `/a b/mlflow.db` is `sqlite:////a%20b/mlflow.db`. Python's `path_to_local_sqlite_uri`
 * (`mlflow/utils/file_utils.py`).
 *
 * @param path - absolute
 */
export function pathToLocalSqliteUri(path: string, platform: Platform): string {
  if (platform === 'posix') return `sqlite:///${quote(path)}`
  const [drive = '', rest = ''] = path.split(/:(.*)/s)
  return `sqlite:///${drive}:${quote(rest.replaceAll('\\', '/'))}`
}
