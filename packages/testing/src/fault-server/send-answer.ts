import { STATUS_CODES } from 'node:http'
import type { Answer, Framing } from './answer.ts'
import type { Connection } from './connection.ts'
import type { Fault } from './fault.ts'
import { pieces } from './pieces.ts'

const PIECE_BYTES = 64 * 1024

/**
 * Sends an answer as a fault has it.
 *
 * @param onSent - is told of bytes of the body that have left
 * @returns whether another request may follow on the connection
 */
export async function sendAnswer(
  connection: Connection,
  answer: Answer,
  fault: Fault,
  onSent: (bytes: number) => void,
): Promise<boolean> {
  const { cut, resizeBy = 0 } = fault
  const length = answer.length === undefined ? undefined : Math.max(0, answer.length + resizeBy)
  const wanted = fault.framing ?? answer.framing
  const isClean = cut?.how === 'clean' && wanted === 'length'
  const framing = wanted === 'length' && (length === undefined || isClean) ? 'chunked' : wanted
  if (!(await connection.write(head(answer, fault, framing, length)))) return false

  if (answer.isHead === true) return true

  const send = async (bytes: Uint8Array): Promise<boolean> => {
    if (framing !== 'chunked') return await connection.write(bytes)
    void connection.write(`${bytes.byteLength.toString(16)}\r\n`)
    void connection.write(bytes)
    return await connection.write('\r\n')
  }
  const isCut = await sendBody(connection, resized(answer.body, length), fault, send, onSent)
  if (isCut === undefined) return false
  if (isCut && cut !== undefined && cut.how !== 'clean') {
    connection.hangUp(cut.how)
    return false
  }
  if (framing === 'chunked') await connection.write('0\r\n\r\n')
  if (fault.hangUpBehind !== undefined) {
    const { how, afterMs } = fault.hangUpBehind
    if (afterMs > 0) await connection.pause(afterMs)
    connection.hangUp(how)
    return false
  }
  if (framing === 'chunked' || framing === 'length') return fault.headers?.['content-length'] === undefined
  connection.hangUp('fin')
  return false
}

/** @returns whether the body was cut; `undefined`: the client is gone */
async function sendBody(
  connection: Connection,
  body: Iterable<Uint8Array>,
  { cut, stallAt, flipBitAt, drip, when }: Fault,
  send: (bytes: Uint8Array) => Promise<boolean>,
  onSent: (bytes: number) => void,
): Promise<boolean | undefined> {
  const flipEnd = flipBitAt === undefined ? undefined : flipBitAt + 1
  const stops = [cut?.at, stallAt, when?.sent, flipBitAt, flipEnd]
  let position = 0
  if (when?.sent === 0) when.run()
  for (const piece of pieces(body, stops, drip?.bytes ?? PIECE_BYTES)) {
    if (cut?.at === position) return true
    if (stallAt === position) {
      await connection.untilClosed()
      return undefined
    }
    const bytes = position === flipBitAt ? Uint8Array.of((piece[0] ?? 0) ^ 1) : piece
    if (!(await send(bytes))) return undefined
    position += bytes.byteLength
    onSent(bytes.byteLength)
    if (when?.sent === position) when.run()
    if (drip !== undefined) await connection.pause(drip.everyMs)
  }
  return cut?.at === position
}

function* resized(body: Iterable<Uint8Array>, length: number | undefined): Generator<Uint8Array> {
  let position = 0
  for (const piece of body) {
    yield piece.subarray(0, (length ?? Number.POSITIVE_INFINITY) - position)
    position += piece.byteLength
  }
  if (length !== undefined && length > position) yield Buffer.alloc(length - position, 'more')
}

function head(
  { status, headers }: Answer,
  fault: Fault,
  framing: Framing,
  length: number | undefined,
): string {
  const framed = {
    length: { 'content-length': String(length) },
    chunked: { 'transfer-encoding': 'chunked' },
    close: { connection: 'close' },
    'http1.0': { connection: 'close' },
  }
  const all = { ...headers, ...framed[framing], ...fault.headers }
  const lines = Object.entries(all).flatMap(([name, value]) =>
    value === undefined ? [] : `${name}: ${value}`,
  )
  const version = framing === 'http1.0' ? '1.0' : '1.1'
  return [`HTTP/${version} ${status} ${STATUS_CODES[status] ?? ''}`, ...lines, '', ''].join('\r\n')
}
