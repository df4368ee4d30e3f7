import { type OnReadOpts, Socket } from 'node:net'
import { LARGEST_HEADERS } from './largest-headers.ts'
import { OverheadRefused } from './overhead-guard.ts'
import { Slab } from './slab.ts'

/** So large that a fast connection is read in few pieces, and small beside what all connections may hold. */
const LARGE_BYTES = 1024 * 1024
/** For answers that are over before the memory is full: many connections hold little. */
const SMALL_BYTES = 128 * 1024
/** A connection that had so much to read will have more. */
const MUCH = 32 * 1024
/**
 * undici parses all headers of a read before it heeds that they are too many, and that is slow. So where headers may come,
 * little is read at once.
 */
const HEAD_BYTES = 16 * 1024
const CHUNKED_BYTES = 64 * 1024
/** The headers, and what of a body was read with them. */
const MOST_BYTES_OF_HEAD: number = 4 * LARGEST_HEADERS
/** More is left to the garbage collector, so that a program at rest holds little. */
const MOST_KEPT = 8

/** What comes over a connection. A body in chunks may end with headers. */
export type Incoming = 'head' | 'chunks' | 'body'

/** What is expected of a connection, and how much of it has come. */
interface Expected {
  readonly what: Incoming
  bytes: number
}

/** What is read at once, in bytes. */
const MOST_OF: Readonly<Record<Incoming, number>> = {
  head: HEAD_BYTES,
  chunks: CHUNKED_BYTES,
  body: LARGE_BYTES,
}

/**
 * The memory that connections read into, used again as soon as nobody reads it any more. Node would allocate 64 KiB for
 * each read: the garbage of a fast download keeps V8 marking a heap that has nothing to do with it, which costs more
 * than the transfer itself.
 */
export class ReceiveBuffers {
  readonly #slabs = new WeakMap<ArrayBufferLike, Slab>()
  readonly #small: Slab[] = []
  readonly #large: Slab[] = []
  /** What is read from each socket; at first, a head. */
  readonly #expected = new WeakMap<Socket, Expected>()
  #room: Uint8Array | undefined
  #isFast = false
  #most: number = HEAD_BYTES

  /**
   * An option of `net.connect` and `tls.connect`. Node asks for the place of the next read of a connection directly after
   * it has told of the one before, so that each goes on in its own slab.
   */
  readonly onread: OnReadOpts = {
    buffer: () => this.#nextRoom(),
    callback: receivedBy((socket, bytes, room) => this.#received(socket, room.subarray(0, bytes))),
  }

  /**
   * Takes back a chunk of a body that nobody reads any more. One that shares a read with something else, such as headers,
   * or that is not from here, is left to the garbage collector.
   */
  readonly recycle = (chunk: Uint8Array): void => {
    const slab = this.#slabs.get(chunk.buffer)
    if (slab?.takeBack(chunk) !== true) return
    const kept = slab.memory.byteLength === LARGE_BYTES ? this.#large : this.#small
    if (kept.length < MOST_KEPT) kept.push(slab)
  }

  /** A connection reads a head from now on, or a body. */
  expect(socket: Socket, what: Incoming): void {
    this.#expected.set(socket, { what, bytes: 0 })
  }

  #received(socket: Socket, chunk: Uint8Array): boolean {
    const expected = this.#expected.get(socket)
    if (expected !== undefined) expected.bytes += chunk.byteLength
    if (expected?.what === 'head' && expected.bytes > MOST_BYTES_OF_HEAD) {
      socket.destroy(new OverheadRefused('UND_ERR_HEADERS_OVERFLOW'))
      return false
    }
    this.#most = MOST_OF[expected?.what ?? 'head']
    const slab = this.#slabs.get(chunk.buffer)
    slab?.lend(chunk)
    const wantsMore = socket.push(chunk)
    if (slab?.isFull === false) this.#room = slab.room
    this.#isFast = expected?.what === 'body' && chunk.byteLength >= MUCH
    return wantsMore
  }

  #nextRoom(): Uint8Array {
    const room = (this.#room ?? this.#emptySlab().room).subarray(0, this.#most)
    this.#room = undefined
    this.#isFast = false
    this.#most = HEAD_BYTES
    return room
  }

  #emptySlab(): Slab {
    const kept = (this.#isFast ? this.#large : this.#small).pop()
    if (kept !== undefined) return kept
    const slab = new Slab(this.#isFast ? LARGE_BYTES : SMALL_BYTES)
    this.#slabs.set(slab.memory.buffer, slab)
    return slab
  }
}

/** Node calls the callback as a method of the socket, which its types do not say. */
function receivedBy(
  received: (socket: Socket, bytes: number, room: Uint8Array) => boolean,
): OnReadOpts['callback'] {
  return function (this: unknown, bytes, room) {
    return this instanceof Socket && received(this, bytes, room)
  }
}
