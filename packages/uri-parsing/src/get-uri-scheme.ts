import { MlflowError, redactUri } from '@mlflow-artifacts/repository'
import { urlparse } from '@mlflow-artifacts/repository/python'

const DATABASE_ENGINES = ['postgresql', 'mysql', 'sqlite', 'mssql']

/**
 * The scheme of a URI in lower case; `''` for a path, also one that starts with a Windows drive. A database URI gives
 * its engine without the driver. MLflow's `get_uri_scheme` (mlflow/utils/uri.py).
 *
 * @throws MlflowError INVALID_PARAMETER_VALUE for a database URI with two drivers or of an unknown engine, and where
 * it is no URL
 */
export function getUriScheme(uriOrPath: string): string {
  const { scheme } = urlparse(uriOrPath)
  if (DATABASE_ENGINES.some((engine) => scheme.startsWith(engine))) return databaseEngine(uriOrPath, scheme)
  return /^[a-z]$/.test(scheme) ? '' : scheme
}

function databaseEngine(uri: string, scheme: string): string {
  const [engine = '', ...drivers] = scheme.split('+')
  if (drivers.length > 1) {
    throw new MlflowError(
      `Invalid database URI: '${redactUri(uri)}'. Please refer to https://mlflow.org/docs/latest/tracking.html#storage for ` +
        'format specifications.',
      { code: 'INVALID_PARAMETER_VALUE' },
    )
  }
  if (!DATABASE_ENGINES.includes(engine)) {
    throw new MlflowError(
      `Invalid database engine: '${engine}'. Supported database engines are ${DATABASE_ENGINES.join(', ')}`,
      { code: 'INVALID_PARAMETER_VALUE' },
    )
  }
  return engine
}
