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

/** What is expected of a connection. */
interface Expected {
  /** How much is read at once. */
  readonly most: number
  /** Of the body, in bytes; `undefined`: a head is expected. */
  readonly length: number | undefined
  /** What has come since the head was first expected. */
  bytes: number
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
  readonly #expected = new WeakMap<Socket, Expected>()
  #room: Uint8Array | undefined
  #isFast = false
  #most: number = HEAD_BYTES

  /**
   * An option of `net.connect` and `tls.connect`. Node asks for the place of the next read of a connection directly after
   * it has told of the one before, so that each goes on in its own slab. Bun does not say which connection it has read, so
   * that there connections have memory of their own.
   */
  readonly onread: OnReadOpts | undefined =
    'bun' in process.versions
      ? undefined
      : {
          buffer: () => this.#nextRoom(),
          callback: receivedBy((socket, bytes, room) => this.#received(socket, room.subarray(0, bytes))),
        }

  /**
   * Takes back a chunk of a body that nobody reads any more. One that shares a read with something else, or that is not from
   * here, is left to the garbage collector.
   */
  readonly recycle = (chunk: Uint8Array): void => {
    const slab = this.#slabs.get(chunk.buffer)
    if (slab?.takeBack(chunk) !== true) return
    const kept = slab.memory.byteLength === LARGE_BYTES ? this.#large : this.#small
    if (kept.length < MOST_KEPT) kept.push(slab)
  }

  /** A connection is to read a head. */
  expectHead(socket: Socket): void {
    this.#expected.set(socket, { most: HEAD_BYTES, length: undefined, bytes: 0 })
  }

  /**
   * A connection is to read the body behind the head.
   *
   * @param length - in bytes; `undefined` where its end has to be seen, with which headers may come
   */
  expectBody(socket: Socket, length: number | undefined): void {
    const bytes = this.#expected.get(socket)?.bytes ?? 0
    const most = length === undefined ? CHUNKED_BYTES : LARGE_BYTES
    this.#expected.set(socket, { most, length: length ?? Number.POSITIVE_INFINITY, bytes })
  }

  /**
   * Headers were read, and are strings by now.
   *
   * @param chunk - what came with them of a body, in one piece, because its length is known
   */
  headIsRead(chunk: Uint8Array): void {
    this.#slabs.get(chunk.buffer)?.shorten(chunk)
  }

  #received(socket: Socket, chunk: Uint8Array): boolean {
    const expected = this.#expected.get(socket)
    if (expected !== undefined) expected.bytes += chunk.byteLength
    const { most = HEAD_BYTES, length, bytes = 0 } = expected ?? {}
    if (length === undefined && bytes > MOST_BYTES_OF_HEAD) {
      socket.destroy(new OverheadRefused('UND_ERR_HEADERS_OVERFLOW'))
      return false
    }
    // Behind a body, the head of another answer comes.
    this.#most = Math.min(most, Math.max(HEAD_BYTES, (length ?? 0) - bytes))
    const slab = this.#slabs.get(chunk.buffer)
    slab?.lend(chunk)
    const wantsMore = socket.push(chunk)
    if (slab?.isFull === false) this.#room = slab.room
    this.#isFast = this.#most === LARGE_BYTES && chunk.byteLength >= MUCH
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

/**
 * Node and Deno call the callback as a method of the socket, which Node's types do not say.
 *
 * @throws Error where nobody knows whose bytes they are: they must not be lost without a word
 */
function receivedBy(
  received: (socket: Socket, bytes: number, room: Uint8Array) => boolean,
): OnReadOpts['callback'] {
  return function (this: unknown, bytes, room) {
    if (!(this instanceof Socket)) throw new Error('This runtime does not say which connection was read')
    return received(this, bytes, room)
  }
}
