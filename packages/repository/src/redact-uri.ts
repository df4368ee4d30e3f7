/** Schemes in which what stands before `@` is a name: a container, a bucket, a Databricks profile. */
const SCHEMES_WITH_NAMES = /^(?:wasbs?|abfss?|r2|b2|dbfs|runs|models|databricks|databricks-uc):/i

/**
 * A URI for messages: without user and password, and with `REDACTED` for each value of its query, as signatures and
 * passwords may stand in either. Text that is no URL is treated in the same way.
 */
export function redactUri(uri: string): string {
  const withoutUser = SCHEMES_WITH_NAMES.test(uri) ? uri : withoutUserinfo(uri)
  return withoutUser.replace(/\?([^#]*)/, (_, query: string) => `?${redactQuery(query)}`)
}

function withoutUserinfo(uri: string): string {
  return (
    uri
      // A password that was not percent-encoded may hold what ends an authority: all up to the last @ goes.
      .replace(/^([^/?#]*:)?\/\/[^/?#@[\]]*:(?!\d*(?:[/?#]|$)).*@/s, '$1//')
      .replace(/^([^/?#]*:)?\/\/[^/?#]*@/, '$1//')
  )
}

function redactQuery(query: string): string {
  return query
    .split('&')
    .map((parameter) => (parameter.includes('=') ? `${parameter.split('=', 1)[0]}=REDACTED` : 'REDACTED'))
    .join('&')
}
