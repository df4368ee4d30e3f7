/** SQLite's primary result code of a failure of `node:sqlite`; `undefined` for any other failure. */
export function resultCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number')
    return undefined
  return error.errcode & 0xff
}
