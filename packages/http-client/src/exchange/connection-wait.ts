import type { Occupancy } from './occupancy.ts'

const LOOKED_AT_EVERY_MS = 1_000

/** What a request fails with that got no connection. */
export class NoFreeConnection extends Error {
  readonly code = 'NO_FREE_CONNECTION'
  /** Of the answers that hold the connections. */
  readonly unread: number

  constructor(unread: number) {
    super(`${unread} answers hold the connections, and nobody reads them`)
    this.unread = unread
  }
}

/**
 * Waits for a connection, which may take as long as something happens on those that others use: a limit counts only while
 * all of them stand still.
 *
 * @param onExpired - is told once
 * @returns ends the wait
 */
export function waitForConnection(
  occupancy: Occupancy,
  waitMs: number,
  onExpired: (error: NoFreeConnection) => void,
): () => void {
  const startedAt = performance.now()
  const timer = setInterval(
    () => {
      const { stuckSince, size } = occupancy
      if (stuckSince === undefined || performance.now() - Math.max(stuckSince, startedAt) < waitMs) return
      clearInterval(timer)
      onExpired(new NoFreeConnection(size))
    },
    Math.min(waitMs, LOOKED_AT_EVERY_MS),
  )
  return () => clearInterval(timer)
}
