import { inspect } from 'node:util'

/** Everything that a log could hold of an error. */
export function textsOf(error: unknown): string {
  const texts = [String(error), inspect(error, { depth: Number.POSITIVE_INFINITY, showHidden: true })]
  for (let current = error; current instanceof Error; current = current.cause) {
    texts.push(current.message, String(current.stack))
    texts.push(JSON.stringify(current, Object.getOwnPropertyNames(current)))
  }
  return texts.join('\n')
}

/** Nobody encodes what was encoded oftener. */
const LAYERS = 3
/** A decoding that makes noise of a text is no text that could be encoded again. */
const MOST_NOISE = 0.1

/** So many characters in a row of a longer secret are a leak, too. */
const PIECE = 10

/** Which secrets stand in a text, also in part, in any encoding, and encoded again. */
export function findSecrets(text: string, secrets: readonly string[]): string[] {
  const readings = new Set([text])
  let layer = [text]
  for (let count = 0; count < LAYERS; count += 1) {
    layer = layer.flatMap(decodings).filter((reading) => reading.length >= 3 && !readings.has(reading))
    for (const reading of layer) readings.add(reading)
    layer = [...new Set(layer)].filter(isText)
  }
  return secrets.filter((secret) =>
    piecesOf(secret).some((piece) => [...readings].some((reading) => reading.includes(piece))),
  )
}

function piecesOf(secret: string): string[] {
  const count = Math.max(1, secret.length - PIECE + 1)
  return Array.from({ length: count }, (_, start) => secret.slice(start, start + PIECE))
}

function isText(reading: string): boolean {
  const noise = reading.match(/[^\n\r\t -~]/g)?.length ?? 0
  return noise <= MOST_NOISE * reading.length
}

function decodings(text: string): string[] {
  const unescaped = text
    .replace(/\\+u([0-9a-f]{4})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replace(/\\+(["'/\\])/g, '$1')
  const ofHtml = text
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&apos;/g, "'")
    .replace(/&sol;/g, '/')
    .replace(/&equals;/g, '=')
    .replace(/&commat;/g, '@')
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replace(/&amp;/g, '&')
  const ofUrl = text
    .replace(/\+/g, ' ')
    .replace(/(?:%[0-9a-f]{2})+/gi, (bytes) => Buffer.from(bytes.replaceAll('%', ''), 'hex').toString())
  const ofHexadecimal = text.match(/[0-9a-f]{8,}/gi)?.map((run) => Buffer.from(run, 'hex').toString()) ?? []
  // A run of base64 may begin at any of four places.
  const joined = text.replace(/\\r\\n|\r\n|\\n/g, '')
  const ofBase64 = joined.match(/[\w+/-]{8,}/g)?.flatMap((run) => {
    return [0, 1, 2, 3].map((start) => Buffer.from(run.slice(start), 'base64').toString())
  })
  return [unescaped, ofHtml, ofUrl, ...ofHexadecimal, ...(ofBase64 ?? [])]
}
