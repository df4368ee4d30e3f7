const BROKEN: ReadonlySet<unknown> = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'ECONNABORTED', 'EPIPE'])

/** Whether a connection that stood was ended by the other side, or on the way to it. */
export function isBrokenConnection(error: Error): boolean {
  return 'code' in error && BROKEN.has(error.code)
}
