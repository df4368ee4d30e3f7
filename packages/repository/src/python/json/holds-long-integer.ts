/** Digits of 2^53, the first integer that a number may round. */
const DIGITS = 16

/** What stands before the digits of a fraction or of an exponent. */
const NO_INTEGER: ReadonlySet<string> = new Set(['.', 'e', 'E', '+'])

/** Whether JSON text may hold an integer that a number would round; where it does, it says so. */
export function holdsLongInteger(text: string): boolean {
  // As many digits in a row as it has cannot lie between two places that are looked at.
  for (let index = DIGITS - 1; index < text.length; index += DIGITS) {
    if (!isDigit(text.charCodeAt(index))) continue
    let before = index - 1
    while (isDigit(text.charCodeAt(before))) before -= 1
    let behind = index + 1
    while (isDigit(text.charCodeAt(behind))) behind += 1
    if (behind - before > DIGITS && !NO_INTEGER.has(text.charAt(before))) return true
    index += DIGITS * Math.floor((behind - index) / DIGITS)
  }
  return false
}

function isDigit(unit: number): boolean {
  return unit >= 0x30 && unit <= 0x39
}
