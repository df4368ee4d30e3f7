import { MlflowError } from '@mlflow-artifacts/repository'
import { getUriScheme, redactUri } from '@mlflow-artifacts/uri-parsing'
import { meantServer } from './uris/meant-server.ts'

const STORES = 'Use the URL of a tracking server, sqlite:///<file>, or the path of an mlruns folder.'

// Python's registry of stores compares these with the whole URI: they are written without a colon.
const BARE_SCHEMES: ReadonlySet<string> = new Set(['databricks', 'databricks-uc', 'uc'])

// What MLflow opens and this package does not.
const OTHER_SCHEMES: ReadonlySet<string> = new Set([...BARE_SCHEMES, 'mysql', 'mssql', 'postgresql'])

/**
 * Which kind of store a tracking or registry URI names. Python's `StoreRegistry.get_store_builder`.
 *
 * @throws MlflowError `NOT_IMPLEMENTED` for MLflow's other stores, `INVALID_PARAMETER_VALUE` for any other scheme
 */
export function storeKind(uri: string): 'rest' | 'sqlite' | 'file' {
  const redacted = redactUri(uri)
  const scheme = BARE_SCHEMES.has(uri) ? uri : getUriScheme(redacted)
  if (scheme === 'http' || scheme === 'https') return 'rest'
  if (scheme === 'sqlite') return 'sqlite'
  if (scheme === 'file' || scheme === '') return 'file'
  const server = meantServer(uri)
  throw new MlflowError(
    `Unsupported tracking or registry URI '${redacted}': no store for the scheme '${scheme}'. ` +
      "Supported are 'http', 'https', 'sqlite', 'file' and plain paths.",
    {
      code: OTHER_SCHEMES.has(scheme) ? 'NOT_IMPLEMENTED' : 'INVALID_PARAMETER_VALUE',
      uri: redacted,
      hint: server === undefined ? STORES : `If it is a server, write ${server} as the tracking URI.`,
    },
  )
}
