/** What may be base64, of URLs as well, in lines, within JSON or percent-encoded. */
const BASE64 =
  /(?:[A-Za-z0-9+/_-]|\\\/|%2[BbFf]){6,}(?:(?:\r?\n|\\r\\n|\\n|%0[Aa])(?:[A-Za-z0-9+/_-]|\\\/|%2[BbFf])+)*/g
const HEXADECIMAL = /(?:[0-9a-fA-F]{2}){4,}/g

/**
 * Replaces what holds a secret in base64 or in hexadecimal, also as a part of a longer text.
 *
 * @param isSecret - whether there is one in a decoded text of bytes
 */
export function replaceEncoded(
  text: string,
  isSecret: (decoded: string) => boolean,
  replacement: string,
): string {
  return text
    .replace(BASE64, (run) => (readings(run).some(isSecret) ? replacement : run))
    .replace(HEXADECIMAL, (run) => (isSecret(Buffer.from(run, 'hex').toString('latin1')) ? replacement : run))
}

/** A run may begin anywhere in a group of four. */
function readings(run: string): string[] {
  const plain = run
    .replace(/\\r\\n|\\n|\r?\n|%0[Aa]/g, '')
    .replaceAll('\\/', '/')
    .replace(/%2[Bb]/g, '+')
    .replace(/%2[Ff]/g, '/')
  return [0, 1, 2, 3].map((start) => Buffer.from(plain.slice(start), 'base64').toString('latin1'))
}
