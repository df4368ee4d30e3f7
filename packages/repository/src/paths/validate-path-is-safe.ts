import { UnsafePathError } from '../errors/unsafe-path-error.ts'
import { type Platform, PurePath } from '../python/pure-path.ts'
import { urlparse } from '../python/urlparse.ts'
import { decodePath } from './decode-path.ts'
import { localFileUriToPath } from './local-file-uri-to-path.ts'

/**
 * Refuses a path that could lead out of the directory it is joined to: absolute, with a `..` segment, with `#`, on
 * Windows with a backslash or a drive, however often it is percent-encoded. MLflow's `validate_path_is_safe`
 * (mlflow/utils/uri.py).
 *
 * @param options - `platform`: whose rules hold; default `posix`. An absolute Windows path is refused everywhere.
 * @returns the decoded path, as Python does. Only judge by it: the artifact's name is the one that was given.
 * @throws UnsafePathError
 * @throws MlflowError INVALID_PARAMETER_VALUE where the path cannot be decoded
 */
export function validatePathIsSafe(path: string, options: { readonly platform?: Platform } = {}): string {
  let decoded = escapeControlCharacters(decodePath(path))
  if (decoded.includes('#')) throw new UnsafePathError('Invalid path', { path })
  if (urlparse(decoded).scheme === 'file') decoded = localFileUriToPath(decoded, options)

  const isUnsafe =
    decoded.split('/').includes('..') ||
    decoded.startsWith('/') ||
    PurePath.parse(decoded, 'windows').isAbsolute ||
    (options.platform === 'windows' && (decoded.includes('\\') || decoded[1] === ':'))
  if (isUnsafe) throw new UnsafePathError('Invalid path', { path })
  return decoded
}

function escapeControlCharacters(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the rule is about control characters
  return text.replace(/[\x00-\x1f\x7f]/g, (character) => {
    return `%${character.charCodeAt(0).toString(16).padStart(2, '0')}`
  })
}
