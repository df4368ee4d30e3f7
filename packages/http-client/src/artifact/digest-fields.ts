import type { Checksum, ChecksumAlgorithm, HttpResponse } from '@mlflow-artifacts/repository'
import { DIGEST_BYTES } from './digest-bytes.ts'

/** The names of HTTP's registries. What is not here is left alone: Adler-32, and what `sum` and `cksum` compute. */
const ALGORITHMS: ReadonlyMap<string, ChecksumAlgorithm> = new Map<string, ChecksumAlgorithm>([
  ['sha-512', 'sha512'],
  ['sha-256', 'sha256'],
  ['sha', 'sha1'],
  ['crc32c', 'crc32c'],
  ['md5', 'md5'],
])

/**
 * The checksums that HTTP itself has fields for. `Repr-Digest` and `Digest` are of the whole artifact, also where a range
 * of it was sent; `Content-Digest` and `Content-MD5` of what was sent. All are of the bytes with their `Content-Encoding`.
 */
export function digestFields({ status, headers }: HttpResponse): Checksum[] {
  const ofSent = status === 206 ? 'range' : 'whole'
  return [
    ...members(headers['repr-digest'], structured, 'whole'),
    ...members(headers.digest, plain, 'whole'),
    ...members(headers['content-digest'], structured, ofSent),
    ...checksum('md5', plain(headers['content-md5'] ?? ''), ofSent),
  ]
}

/** Reads a digest; `undefined` for garbage. */
type ReadDigest = (text: string) => Uint8Array | undefined

/** A list of `algorithm=digest`, where the last one of an algorithm counts. */
function members(field: string | undefined, read: ReadDigest, of: Checksum['of']): Checksum[] {
  if (field === undefined) return []
  const found = new Map<ChecksumAlgorithm, Checksum[]>()
  for (const member of field.split(',')) {
    const [, name = '', text = ''] = /^\s*([^\s=]+)\s*=\s*(\S+)\s*$/.exec(member) ?? []
    const algorithm = ALGORITHMS.get(name.toLowerCase())
    if (algorithm !== undefined) found.set(algorithm, checksum(algorithm, read(text), of))
  }
  return [...found.values()].flat()
}

function checksum(
  algorithm: ChecksumAlgorithm,
  value: Uint8Array | undefined,
  of: Checksum['of'],
): Checksum[] {
  return value?.byteLength === DIGEST_BYTES[algorithm] ? [{ algorithm, value, of }] : []
}

/** RFC 9530: a byte sequence of a structured field, with parameters that say nothing to us. */
function structured(text: string): Uint8Array | undefined {
  const [, base64] = /^:([\w+/]*={0,2}):(?:;.*)?$/.exec(text) ?? []
  return base64 === undefined ? undefined : Buffer.from(base64, 'base64')
}

/** RFC 3230: base64, but for CRCs, which are hexadecimal, with or without zeros before them. */
function plain(text: string): Uint8Array | undefined {
  if (/^[\da-f]{1,8}$/i.test(text)) return Buffer.from(text.padStart(8, '0'), 'hex')
  return /^[\w+/]+={0,2}$/.test(text) ? Buffer.from(text, 'base64') : undefined
}
