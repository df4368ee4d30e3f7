import { plainView } from './byte-view.ts'
import { decodeEscapes } from './decode-escapes.ts'

const MOST_LAYERS = 4

/**
 * The bytes that a secret may be in a text: as it is, also in another character set, and without what in it looks like
 * an escape, which is taken off together with those of the text.
 */
export function formsOfSecret(secret: string): Uint8Array[] {
  return inCharacterSets(secret).flatMap((form) => {
    const forms = [form]
    let view = plainView(form)
    for (let layer = 0; layer < MOST_LAYERS; layer++) {
      const decoded = decodeEscapes(view)
      if (decoded === undefined) break
      forms.push(decoded.bytes)
      view = decoded
    }
    return forms
  })
}

function inCharacterSets(secret: string): Buffer[] {
  const utf8 = Buffer.from(secret)
  if (utf8.length === secret.length) return [utf8]
  return [
    utf8,
    Buffer.from(secret, 'latin1'),
    // Of one character set, read as the other.
    Buffer.from(utf8.toString('latin1')),
    Buffer.from(secret.replace(/[^\0-\x7f]/gu, '\ufffd')),
  ]
}
