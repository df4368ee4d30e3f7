/**
 * How the end of a body is told: by its length, by chunks, by the end of the connection, or by that in HTTP/1.0, which
 * knows nothing else.
 */
export type Framing = 'length' | 'chunked' | 'close' | 'http1.0'

/** What the server answers before a fault changes it. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** May be endless. */
  readonly body: Iterable<Uint8Array>
  /** `undefined`: not known before its end, which framing by length needs. */
  readonly length: number | undefined
  readonly framing: Framing
  /** Only the head is sent. Default: `false`. */
  readonly isHead?: boolean
}

/** An answer of a few bytes. */
export function smallAnswer(status: number, type: string, text: string | Uint8Array): Answer {
  const body = Buffer.from(text)
  return {
    status,
    headers: { 'content-type': type },
    body: [body],
    length: body.byteLength,
    framing: 'length',
  }
}
