import { urlparse } from '@mlflow-artifacts/repository/python'

/**
 * Whether a tracking or registry store, or another server, is on this machine: a database file, a folder, or a server at
 * `localhost`, 127.0.0.0/8 or `::1`. By the parsed host: `localhost.example.com` is elsewhere, and so is any other name,
 * since whoever answers for it may let it lead here.
 */
export function isOnThisMachine(uri: string): boolean {
  const { scheme, netloc } = urlparse(uri)
  const isServer = scheme === 'http' || scheme === 'https' || (netloc !== '' && scheme !== 'file')
  if (!isServer) return true
  const base = `http://${netloc.slice(netloc.lastIndexOf('@') + 1)}`
  const host = URL.canParse(base) ? new URL(base).hostname : ''
  return host === 'localhost' || host === '[::1]' || /^127(?:\.\d+){3}$/.test(host)
}
