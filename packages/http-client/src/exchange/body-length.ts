/** How many bytes the body of an answer has; `undefined` where its headers do not say. */
export function bodyLength(headers: Readonly<Record<string, string>>): number | undefined {
  const length = headers['transfer-encoding'] === undefined ? headers['content-length'] : undefined
  return length !== undefined && /^\d+$/.test(length) ? Number(length) : undefined
}
