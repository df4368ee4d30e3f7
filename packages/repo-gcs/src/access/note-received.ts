import type { SentRequests } from '@mlflow-artifacts/http-client'

/** The fields of JSON, whole or cut off, that are worth an account, or a part of one. */
const SECRET_FIELDS = /"\w*(?:token|secret|key)(?!_?(?:type|ur[il])")\w*"\s*:\s*"((?:[^"\\]|\\.)*)/gi
const SHORTEST = 8
const MOST = 20

/** Remembers what an answer gave that nobody else should see, so that no error shows it. */
export function noteReceived(sent: SentRequests, text: string): void {
  const values = [...text.matchAll(SECRET_FIELDS)]
    .map(([, value = '']) => value)
    .filter((value) => value.length >= SHORTEST)
    .slice(0, MOST)
    .flatMap((value) => [value, unescaped(value)])
  const headers = Object.fromEntries(values.map((value, at) => [`received-${at}`, value]))
  if (values.length > 0) sent.note({ headers, target: '', proxyAuthorization: undefined })
}

function unescaped(value: string): string {
  try {
    return String(JSON.parse(`"${value}"`))
  } catch {
    return value
  }
}
