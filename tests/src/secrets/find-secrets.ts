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

/** Which secrets stand in a text, in any encoding. */
export function findSecrets(text: string, secrets: readonly string[]): string[] {
  const readings = [text, ...decodings(text)]
  return secrets.filter((secret) => readings.some((reading) => reading.includes(secret)))
}

function decodings(text: string): string[] {
  const unescaped = text
    .replace(/\\+u([0-9a-f]{4})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replace(/\\+(["'/\\])/g, '$1')
  const ofHtml = text
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&(?:#39|apos);/g, "'")
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
