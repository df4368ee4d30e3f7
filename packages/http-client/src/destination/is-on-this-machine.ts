import { urlparse } from '@mlflow-artifacts/repository/python'
import { originOf } from '../configuration/origin-of.ts'

/**
 * Whether a tracking or registry store, or another server, is on this machine: a database file, a folder, or a server at
 * `localhost`, 127.0.0.0/8 or `::1`. By the parsed host: `localhost.example.com` is elsewhere, and so is any other name,
 * since whoever answers for it may let it lead here.
 */
export function isOnThisMachine(uri: string): boolean {
  if (!['http', 'https'].includes(urlparse(uri).scheme)) return true
  const origin = originOf(uri)
  const host = origin === undefined ? '' : new URL(origin).hostname
  return host === 'localhost' || host === '[::1]' || /^127(?:\.\d+){3}$/.test(host)
}
