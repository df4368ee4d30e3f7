import { MlflowError } from '../errors/mlflow-error.ts'
import { pythonRepr } from './python-repr.ts'

/**
 * Percent-encodes the UTF-8 bytes of everything but ASCII letters, digits, `_.-~` and the characters of `safe`.
 * Python's `urllib.parse.quote`.
 *
 * @param safe - ASCII characters that stay as they are. Default: `/`
 * @throws MlflowError INVALID_PARAMETER_VALUE for a lone surrogate, which has no UTF-8 form
 */
export function quote(text: string, safe = '/'): string {
  if (/\p{Cs}/u.test(text)) {
    throw new MlflowError(`Cannot be encoded as UTF-8: ${pythonRepr(text)}`, {
      code: 'INVALID_PARAMETER_VALUE',
    })
  }
  let quoted = ''
  for (const byte of new TextEncoder().encode(text)) {
    const character = String.fromCharCode(byte)
    quoted +=
      byte < 0x80 && (/[\w.~-]/.test(character) || safe.includes(character))
        ? character
        : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
  }
  return quoted
}
