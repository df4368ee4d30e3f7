import type { Connection } from './connection.ts'
import type { Fault } from './fault.ts'
import { pieces } from './pieces.ts'

const PIECE_BYTES = 64 * 1024

/** Sends bytes as they are, and waits until the client gives up. */
export async function sendRaw(
  connection: Connection,
  bytes: Iterable<Uint8Array>,
  drip: Fault['drip'],
): Promise<void> {
  for (const piece of pieces(bytes, [], drip?.bytes ?? PIECE_BYTES)) {
    if (!(await connection.write(piece))) return
    if (drip !== undefined) await connection.pause(drip.everyMs)
  }
  await connection.untilClosed()
}
