import type { Checksum, ChecksumAlgorithm } from '@mlflow-artifacts/repository'
import type { PartMap } from '../part/part-map.ts'

const VERSION = 1
/** A manifest that says more is wrong, and would take the memory of all of them. */
const MOST_PARTS = 1_000_000

/** What a later process has to know to go on with a partial file. */
export interface Manifest {
  readonly version: typeof VERSION
  /** Says of which artifact it is; with another one's nothing can be done. */
  readonly key: string
  readonly size: number
  readonly validator: string
  readonly partSize: number
  /** The store's checksum of the whole file. */
  readonly checksum: ChecksumRecord | null
  readonly parts: readonly PartRecord[]
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

/** The manifest of a file as it stands now. */
export function manifestOf(
  key: string,
  validator: string,
  checksum: Checksum | undefined,
  { size, partSize, parts }: PartMap,
): Manifest {
  return {
    version: VERSION,
    key,
    size,
    validator,
    partSize,
    checksum: checksum === undefined ? null : recordOf(checksum),
    parts: parts
      .filter(({ written }) => written > 0)
      .map(({ index, written, crc, digest }) => ({
        index,
        written,
        crc,
        digest: digest === undefined ? null : toHex(digest),
      })),
  }
}

function recordOf({ algorithm, value, partSize }: Checksum): ChecksumRecord {
  return { algorithm, value: toHex(value), partSize: partSize ?? null }
}

/** The manifest that a text holds; `undefined` for anything else: a truncated one, garbage, a later version's. */
export function parseManifest(text: string, key: string): Manifest | undefined {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return undefined
  }
  return isManifest(value) && value.key === key ? value : undefined
}

function isManifest(value: unknown): value is Manifest {
  if (!isRecord(value) || value.version !== VERSION) return false
  const { key, size, validator, partSize, checksum, parts } = value
  return (
    typeof key === 'string' &&
    isCount(size) &&
    typeof validator === 'string' &&
    isCount(partSize) &&
    partSize > 0 &&
    size / partSize <= MOST_PARTS &&
    (checksum === null ||
      (isRecord(checksum) &&
        typeof checksum.algorithm === 'string' &&
        isHex(checksum.value) &&
        (checksum.partSize === null || checksum.partSize === partSize))) &&
    Array.isArray(parts) &&
    parts.every((part) => isPartRecord(part, size, partSize))
  )
}

function isPartRecord(part: unknown, size: number, partSize: number): boolean {
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
