import type { Checksum, ChecksumAlgorithm } from '@mlflow-artifacts/repository'
import { crc32 } from '../checksum/crc-32.ts'
import type { Part } from '../part/part.ts'
import type { PartMap } from '../part/part-map.ts'

const VERSION = 1

/** What a later process has to know to go on with a partial file. */
export interface Manifest extends ManifestHeader {
  readonly parts: readonly PartRecord[]
}

/**
 * The first line of a manifest. Each of the others is the record of a part, of which the last one counts: so little is
 * written when a part has grown that it costs a fast download nothing.
 */
export interface ManifestHeader {
  readonly version: typeof VERSION
  /** Says of which artifact it is; with another one's nothing can be done. */
  readonly key: string
  readonly size: number
  readonly validator: string
  readonly partSize: number
  /** The store's checksum of the whole file. */
  readonly checksum: ChecksumRecord | null
  /** CRC-32 of the others as JSON. With another size of parts, a file could take hours. */
  readonly crc: number
}

/** A {@link Checksum} as JSON. */
interface ChecksumRecord {
  readonly algorithm: ChecksumAlgorithm
  readonly value: string
  readonly partSize: number | null
}

/** A part that holds something. */
export interface PartRecord {
  readonly index: number
  readonly written: number
  /** CRC-32 of the bytes written. */
  readonly crc: number
  /** The store's checksum of the part, where it is complete and the store gave one of the whole. */
  readonly digest: string | null
}

/** The header of the manifest of a file. */
export function headerOf(
  key: string,
  validator: string,
  checksum: Checksum | undefined,
  { size, partSize }: PartMap,
): ManifestHeader {
  const header = {
    version: VERSION,
    key,
    size,
    validator,
    partSize,
    checksum: checksum === undefined ? null : checksumRecordOf(checksum),
  } as const
  return { ...header, crc: crcOf(header) }
}

/** The record of a part as it stands now. */
export function recordOf({ index, written, crc, digest }: Part): PartRecord {
  return { index, written, crc, digest: digest === undefined ? null : toHex(digest) }
}

function checksumRecordOf({ algorithm, value, partSize }: Checksum): ChecksumRecord {
  return { algorithm, value: toHex(value), partSize: partSize ?? null }
}

/** The manifest that a text holds; `undefined` for anything else: garbage, a later version's, another artifact's. */
export function parseManifest(text: string, key: string): Manifest | undefined {
  // What stands behind the last end of a line was being written when the process was killed.
  const lines = text.split('\n').slice(0, -1)
  let values: unknown[]
  try {
    values = lines.map((line) => JSON.parse(line))
  } catch {
    return undefined
  }
  const [header, ...records] = values
  if (!isHeader(header) || header.key !== key) return undefined
  const parts = new Map<number, PartRecord>()
  for (const record of records) {
    if (!isPartRecord(record, header)) return undefined
    parts.set(record.index, record)
  }
  return { ...header, parts: [...parts.values()] }
}

/** What {@link headerOf} made, and nobody has changed since. */
function isHeader(value: unknown): value is ManifestHeader {
  if (!isRecord(value) || value.version !== VERSION) return false
  const { crc, ...others } = value
  return crc === crcOf(others)
}

function crcOf(header: object): number {
  return crc32(Buffer.from(JSON.stringify(header)))
}

function isPartRecord(part: unknown, { size, partSize }: ManifestHeader): part is PartRecord {
  if (!isRecord(part)) return false
  const { index, written, crc, digest } = part
  if (!isCount(index) || !isCount(written) || !isCount(crc)) return false
  const length = Math.min(size, (index + 1) * partSize) - index * partSize
  return written <= length && (digest === null || isHex(digest))
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0
}

function isHex(value: unknown): value is string {
  return typeof value === 'string' && /^(?:[0-9a-f]{2})+$/.test(value)
}

function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}
