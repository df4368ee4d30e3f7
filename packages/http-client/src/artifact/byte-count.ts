/** A number of bytes in a header; `undefined` where it is absent, garbled or too large to be exact. */
export function byteCount(text: string | undefined): number | undefined {
  const count = text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined
  return Number.isSafeInteger(count) ? count : undefined
}
