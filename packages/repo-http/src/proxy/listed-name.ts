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
export function listedName(name: string, directory: string, response: HttpResponse): string | undefined {
  if (name === '.' || name === './' || name === '') return undefined
  try {
    validatePathIsSafe(name)
    if (!name.includes('\0') && !name.split('/').some((segment) => ['', '.', '..'].includes(segment)))
      return name
  } catch (cause) {
    throw unsafe(name, directory, response, cause)
  }
  throw unsafe(name, directory, response, undefined)
}

function unsafe(name: string, directory: string, { url }: HttpResponse, cause: unknown): UnsafePathError {
  return new UnsafePathError(`Invalid path: the server listed ${JSON.stringify(name)} in '${directory}'`, {
    path: name,
    uri: redactUri(url),
    ...(cause !== undefined && { cause }),
  })
}
