const DECODER = new TextDecoder('utf-8', { ignoreBOM: true })

/**
 * Percent-decodes once, as UTF-8; bytes that are no UTF-8 become U+FFFD, and a `%` without two hexadecimal digits
 * stays. Python's `urllib.parse.unquote`.
 */
export function unquote(text: string): string {
  if (!text.includes('%')) return text
  // No other character is part of one whose bytes are escaped, so that each run of escapes can be decoded by itself.
  return text.replace(/(?:%[0-9A-Fa-f]{2})+/g, (escapes) => DECODER.decode(bytesOf(escapes)))
}

function bytesOf(escapes: string): Uint8Array {
  return Uint8Array.from(escapes.slice(1).split('%'), (digits) => Number.parseInt(digits, 16))
}
