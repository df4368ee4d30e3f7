import { quotePlus } from './quote-plus.ts'

/** The query string of names and values, in their order. Python's `urllib.parse.urlencode`. */
export function urlencode(parameters: Iterable<readonly [name: string, value: string]>): string {
  return Array.from(parameters, ([name, value]) => `${quotePlus(name)}=${quotePlus(value)}`).join('&')
}
