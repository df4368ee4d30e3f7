/** Schemes in which what stands before `@` is a name, or a part of one: a container, a Databricks profile, a model. */
const SCHEMES_WITH_NAMES =
  /^(?:wasbs?|abfss?|r2|b2|dbfs|runs|models|databricks|databricks-uc|mlflow-artifacts|file):/i
/** `/a/b:c@d`, `./a` and `C:\a`. */
const LOCAL_PATH = /^(?:\.{0,2}[\\/](?![\\/])|[a-z]:[\\/])/i
/** Names of values that a database's URL has between semicolons. */
const SECRET_SETTING = /([;,](?:[\w-]*(?:password|passwd|pwd|token|secret|key))=)[^;,?#]*/gi
/** The endpoints of MLflow's server, also behind a prefix, and as its own pages ask them. */
const ENDPOINT_OF_MLFLOW = /\/(?:ajax-)?api\/\d\.\d\/mlflow(?:-artifacts)?\/[^?#]*$|\/get-artifact$/
/** What these are asked about: runs, models, and artifact paths. */
const OF_MLFLOW: ReadonlySet<string> = new Set([
  'run_id',
  'run_uuid',
  'experiment_id',
  'model_id',
  'path',
  'name',
  'version',
  'alias',
  'stages',
])
/** What every object store is asked for in a listing. */
const OF_LISTINGS: ReadonlySet<string> = new Set([
  'list-type',
  'prefix',
  'delimiter',
  'encoding-type',
  'max-keys',
])
/** Nobody encodes a URI oftener. */
const MOST_LAYERS = 3

/**
 * A URI for messages: without user and password, and with `REDACTED` for each value of its query, as signatures and
 * passwords may stand in either; but with what names a run, a model or an artifact where MLflow's server or a store is asked
 * for it. Text that is no URL is treated in the same way, also where a user mistyped it.
 */
export function redactUri(uri: string): string {
  const shown = withoutSecrets(uri)
  let decoded = shown
  for (let layer = 0; layer < MOST_LAYERS; layer += 1) {
    decoded = decode(decoded)
    const redacted = withoutUserinfo(decoded)
    // What was encoded whole is shown decoded, as nobody knows where in it the password ends.
    if (redacted !== decoded) return withoutSecrets(decoded)
  }
  return shown
}

function withoutSecrets(uri: string): string {
  return withoutUserinfo(uri)
    .replace(SECRET_SETTING, '$1REDACTED')
    .replace(
      /^([^?#]*)\?([^#]*)/,
      (_, place: string, query: string) => `${place}?${redactQuery(query, place)}`,
    )
    .replace(
      /#(.*)$/s,
      (_, fragment: string) => `#${fragment.includes('=') ? redactQuery(fragment, '') : fragment}`,
    )
}

function withoutUserinfo(uri: string): string {
  // Without an @, the expressions below would look for one from each colon on.
  if (!uri.includes('@') || LOCAL_PATH.test(uri)) return uri
  if (SCHEMES_WITH_NAMES.test(uri)) return uri.replace(/^([^/:]*:\/\/)[^/?#@:]*:[^/?#@]*@/, '$1')
  return (
    uri
      // A password that was not percent-encoded may hold what ends an authority: all up to the last @ goes.
      .replace(/^((?:[^/\\?#:@]*:)?[/\\]*|[a-z]+\/\/)[^/\\?#@[\]]*:(?!\d*(?:[/?#]|$)).*@/is, '$1')
      .replace(/^([^/?#]*:)?\/\/[^/?#]*@/, '$1//')
      // Without slashes, what seems to be the scheme may be a user.
      .replace(/^([^/\\?#:@]*:)(?![/\\]).*@/s, '$1')
  )
}

/** @param place - what stands before the query */
function redactQuery(query: string, place: string): string {
  const isOfMlflow = ENDPOINT_OF_MLFLOW.test(place)
  return query
    .split('&')
    .map((parameter) => {
      const [name = '', ...rest] = parameter.split('=')
      const isName = OF_LISTINGS.has(name) || (isOfMlflow && OF_MLFLOW.has(name))
      if (isName && !holdsUserinfo(decode(rest.join('=')))) return parameter
      return parameter.includes('=') ? `${name}=REDACTED` : 'REDACTED'
    })
    .join('&')
}

function holdsUserinfo(value: string): boolean {
  return /:\/\/|:[^/]*@/.test(decode(value))
}

function decode(uri: string): string {
  try {
    return decodeURIComponent(uri)
  } catch {
    return uri
  }
}
