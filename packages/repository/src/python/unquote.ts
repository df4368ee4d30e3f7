/**
 * Percent-decodes once, as UTF-8; bytes that are no UTF-8 become U+FFFD, and a `%` without two hexadecimal digits
 * stays. Python's `urllib.parse.unquote`.
 */
export function unquote(text: string): string {
  if (!text.includes('%')) return text
  // Each run of ASCII is decoded by itself, so that an escape never joins with the bytes of an unescaped character.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the range is ASCII
  return text.replace(/[\x00-\x7f]+/g, unquoteAscii)
}

function unquoteAscii(text: string): string {
  if (!text.includes('%')) return text
  const bytes: number[] = []
  for (const [part] of text.matchAll(/%[0-9A-Fa-f]{2}|./gs)) {
    bytes.push(part.length === 3 ? Number.parseInt(part.slice(1), 16) : part.charCodeAt(0))
  }
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(Uint8Array.from(bytes))
}
