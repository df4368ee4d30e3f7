import type { Framing } from './answer.ts'
import type { ReceivedRequest } from './received-request.ts'

/** The range that an answer holds: `end` is exclusive, `size` that of the whole. */
export interface AnsweredRange {
  readonly start: number
  readonly end: number
  readonly size: number
}

/** An answer in place of the server's. */
export interface ReplacedAnswer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  /** May be endless. Default: empty. */
  readonly body?: string | Uint8Array | Iterable<Uint8Array>
}

/**
 * What goes wrong with one request. Everything that is left out goes right, and what is given adds up. Positions count
 * the bytes of the answer's body.
 */
export interface Fault {
  /** Answers nothing, and holds the connection until the client gives up. */
  readonly stallBeforeHeaders?: boolean
  /** Sends these bytes where HTTP is expected, and hangs up. */
  readonly garbage?: string | Uint8Array
  /**
   * Sends these bytes where an answer is expected, by `drip` where that is given, and holds the connection until the client
   * gives up. May be endless.
   */
  readonly raw?: Iterable<Uint8Array>
  /** Breaks the connection instead of answering. */
  readonly hangUp?: 'rst' | 'fin'
  /** Answers this: a status, a redirect, a login page, an odd listing. */
  readonly answer?: ReplacedAnswer
  /** Sends all where a range was asked for. */
  readonly ignoreRange?: boolean
  /** Sends a range as the only part of `multipart/byteranges`. */
  readonly multipart?: boolean
  /** Writes another `Content-Range` than the range that is sent; `undefined` leaves it out. */
  readonly contentRange?: (range: AnsweredRange) => string | undefined
  /** Sends so many bytes more, or fewer, than the range has, and a `Content-Length` that fits them. */
  readonly resizeBy?: number
  /** Replaces headers; `undefined` leaves one out. `content-length` is sent as given, whatever the body has. */
  readonly headers?: Readonly<Record<string, string | undefined>>
  /** Default: as the mode of the server has it. */
  readonly framing?: Framing
  /**
   * Ends the body after so many bytes: `rst` and `fin` break the connection, `clean` ends the body as if that were all.
   */
  readonly cut?: { readonly at: number; readonly how: 'rst' | 'fin' | 'clean' }
  /** Ends the connection so long after the last byte of the answer, without having said that it would. */
  readonly hangUpBehind?: { readonly how: 'rst' | 'fin'; readonly afterMs: number }
  /** Sends nothing more after so many bytes, and holds the connection until the client gives up. */
  readonly stallAt?: number
  /** Sends so many bytes at a time, with a pause between. */
  readonly drip?: { readonly bytes: number; readonly everyMs: number }
  /** Flips the lowest bit of the byte at this position. */
  readonly flipBitAt?: number
  /** Is called when so many bytes have been sent: to replace a file in the middle, or to end a process. */
  readonly when?: { readonly sent: number; readonly run: () => void }
}

/** What goes wrong with a request; `undefined`: nothing. */
export type Faults = (request: ReceivedRequest) => Fault | undefined
