const NUMBER = /^[+-]?(?:(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?|inf(?:inity)?|nan)$/i

/** Whether Python's `float()` accepts a text: digits of any script, `inf` and `nan`, and `_` between two digits. */
export function isPythonFloat(text: string): boolean {
  const ascii = text
    .replace(/\p{Nd}/gu, '0')
    .replace(/[\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/g, ' ')
    .replace(/^[\t-\r ]+|[\t-\r ]+$/g, '')
  return NUMBER.test(ascii.replace(/(?<=\d)_(?=\d)/g, ''))
}
