import { type ByteView, plainView } from './byte-view.ts'
import { decodeBase64 } from './decode-base64.ts'
import { decodeEscapes } from './decode-escapes.ts'
import { decodeHex } from './decode-hex.ts'
import { readablePart } from './readable-part.ts'
import type { SecretIndex, Span } from './secret-index.ts'

/** So many escapes may be around another, as in JSON in JSON in a URL. */
const MOST_ESCAPES = 4
/** So often may base64 or hexadecimal be in another. */
const MOST_ENCODINGS = 3

/**
 * A text with `REDACTED` in place of every secret, in whatever encoding or encodings it says it. The time that this
 * takes grows with the text as it grows.
 *
 * @param isCut - whether the text goes on, and may end in the middle of a secret
 */
export function redactSecrets(text: string, secrets: SecretIndex, isCut: boolean): string {
  if (secrets.isEmpty) return text
  const bytes = Buffer.from(text)
  const spans: Span[] = []
  for (const view of viewsOf(plainView(bytes), MOST_ENCODINGS)) {
    spans.push(...secrets.find(view))
    const start = isCut ? secrets.findAtEnd(view) : undefined
    if (start !== undefined) spans.push({ start, end: bytes.length })
  }
  return spans.length === 0 ? text : withoutSpans(bytes, spans)
}

function* viewsOf(view: ByteView, encodings: number): Generator<ByteView> {
  let layer: ByteView | undefined = view
  for (let escapes = 0; layer !== undefined && escapes <= MOST_ESCAPES; escapes++) {
    yield layer
    if (encodings > 0) {
      for (const decoded of decodings(layer)) {
        // A secret need not be readable; what has another encoding in it is.
        yield decoded
        const readable = readablePart(decoded)
        if (readable !== undefined) yield* viewsOf(readable, encodings - 1)
      }
    }
    layer = decodeEscapes(layer)
  }
}

function* decodings(view: ByteView): Generator<ByteView> {
  for (const skipped of [0, 1, 2, 3]) yield decodeBase64(view, skipped)
  for (const skipped of [0, 1]) yield decodeHex(view, skipped)
}

function withoutSpans(bytes: Buffer, spans: readonly Span[]): string {
  let text = ''
  let position = 0
  let hiddenUntil = -1
  for (const { start, end } of [...spans].sort((a, b) => a.start - b.start)) {
    // What was said by a part of a character hides all of it.
    let first = start
    while (first > 0 && isContinuation(bytes[first])) first--
    if (first > hiddenUntil) text += `${bytes.toString('utf8', position, first)}REDACTED`
    hiddenUntil = Math.max(hiddenUntil, end)
    while (isContinuation(bytes[hiddenUntil])) hiddenUntil++
    position = hiddenUntil
  }
  return text + bytes.toString('utf8', position)
}

function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80
}
