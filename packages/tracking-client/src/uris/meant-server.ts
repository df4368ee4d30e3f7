import { redactUri } from '@mlflow-artifacts/repository'

/** A host with a dot or a port, as people write it who leave out the scheme; a path may follow, and credentials go before. */
const HOST =
  /^(?:\/\/)?(?:[^\s/@]*@)?((?:[a-z\d](?:[\w-]*\.)+[a-z][\w-]*|[a-z][\w-]*(?=:\d)|\d{1,3}(?:\.\d{1,3}){3}|\[[\da-f:.]+\])(?::\d{1,5})?)(\/[^?#]*)?$/i
/** What stands behind it is more likely the name of a file. */
const FILE = /\.(?:db|sqlite3?|ya?ml|json|txt|py|zip)$/i
const ON_THIS_NETWORK = /^(?:localhost|\d|\[)|^[\w-]+(?::|$)/i

/** The URL of a server that was meant by a URI without a scheme; `undefined` where it looks like none. */
export function meantServer(uri: string): string | undefined {
  const [, host, path = ''] = HOST.exec(uri) ?? []
  if (host === undefined || FILE.test(host)) return undefined
  const scheme = ON_THIS_NETWORK.test(host) ? 'http' : 'https'
  return redactUri(`${scheme}://${host}${path}`)
}
