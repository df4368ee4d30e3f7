import { quote } from './quote.ts'

/**
 * Percent-encodes a name or value of a query: as {@link quote} with nothing safe, and `+` for a space. Python's
 * `urllib.parse.quote_plus`.
 *
 * @throws MlflowError INVALID_PARAMETER_VALUE for a lone surrogate, which has no UTF-8 form
 */
export function quotePlus(text: string): string {
  return quote(text, ' ').replaceAll(' ', '+')
}
