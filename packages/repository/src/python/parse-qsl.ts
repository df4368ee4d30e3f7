import { unquote } from './unquote.ts'

/** The names and values of a query string, but for those without a value. Python's `urllib.parse.parse_qsl`. */
export function parseQsl(query: string): Array<[name: string, value: string]> {
  return query.split('&').flatMap((field): Array<[string, string]> => {
    const equals = field.indexOf('=')
    if (equals === -1 || equals === field.length - 1) return []
    return [[unquotePlus(field.slice(0, equals)), unquotePlus(field.slice(equals + 1))]]
  })
}

function unquotePlus(text: string): string {
  return unquote(text.replaceAll('+', ' '))
}
