import { endOfDigits } from './end-of-digits.ts'

/** Digits of 2^53, the first integer that a number may round. */
const DIGITS = 16

/** Whether JSON text may hold an integer that a number would round; where it does, it says so. */
export function holdsLongInteger(text: string): boolean {
  // As many digits in a row as it has cannot lie between two places that are looked at.
  for (let index = DIGITS - 1; index < text.length; index += DIGITS) {
    const end = endOfDigits(text, index)
    if (end === index) continue
    let start = index
    while (isDigit(text.charCodeAt(start - 1))) start -= 1
    if (end - start >= DIGITS && !isFractionOrExponent(text.charCodeAt(start - 1))) return true
    index += DIGITS * Math.floor((end - index) / DIGITS)
  }
  return false
}

function isDigit(unit: number): boolean {
  return unit >= 0x30 && unit <= 0x39
}

/** By what stands before the digits: a point, an `e` or a plus sign. */
function isFractionOrExponent(unit: number): boolean {
  return unit === 0x2e || unit === 0x65 || unit === 0x45 || unit === 0x2b
}
