import { MlflowError } from '@mlflow-artifacts/repository'

/**
 * A model version as Python's `int()` reads it: `001`, ` 1 ` and `١` are 1, `1_0` is 10. Python's
 * `_validate_model_version` (`mlflow/utils/validation.py`).
 *
 * @throws MlflowError `INVALID_PARAMETER_VALUE` for any other text
 */
export function parseModelVersion(version: string): bigint {
  const [, sign, digits] = /^\s*([+-]?)(\p{Nd}+(?:_\p{Nd}+)*)\s*$/u.exec(version) ?? []
  if (digits === undefined) {
    throw new MlflowError(`Parameter 'version' must be an integer, got '${version}'.`, {
      code: 'INVALID_PARAMETER_VALUE',
    })
  }
  const magnitude = BigInt(digits.replaceAll('_', '').replace(/\P{ASCII}/gu, asciiDigit))
  return sign === '-' ? -magnitude : magnitude
}

// Unicode keeps the decimal digits of a script together from zero to nine; scripts may follow one another directly.
function asciiDigit(digit: string): string {
  const codePoint = digit.codePointAt(0) ?? 0
  let first = codePoint
  while (/\p{Nd}/u.test(String.fromCodePoint(first - 1))) first -= 1
  return String((codePoint - first) % 10)
}
