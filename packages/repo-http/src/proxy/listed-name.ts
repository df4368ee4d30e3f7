import {
  type HttpResponse,
  redactUri,
  UnsafePathError,
  validatePathIsSafe,
} from '@mlflow-artifacts/repository'

/**
 * The name of a listed entry, as it was listed; `undefined` for the directory itself, which some stores list too.
 *
 * @throws UnsafePathError for what is no plain path below the directory, also after percent-decoding
 */
export function listedName(name: string, directory: string, { url }: HttpResponse): string | undefined {
  if (name === '' || name === '.' || name === './') return undefined
  if (isPlain(name)) return name
  throw new UnsafePathError(`Invalid path: the server listed ${JSON.stringify(name)} in '${directory}'`, {
    path: name,
    uri: redactUri(url),
  })
}

function isPlain(name: string): boolean {
  try {
    validatePathIsSafe(name)
  } catch {
    return false
  }
  const hasNamelessSegment = /(?:^|\/)\.{0,2}(?:\/|$)/.test(name)
  return !hasNamelessSegment && !name.includes('\0')
}
