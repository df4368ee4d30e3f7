import type { Part } from '../part/part.ts'
import type { PartMap } from '../part/part-map.ts'
import { parseTag } from './partial-name.ts'

const VERSION = 2

/**
 * The first line of a manifest. Each of the others is the record of a part, of which the last one counts, or empty, as a
 * sign of life. A manifest says nothing of what the bytes should be: that is asked of the store each time.
 */
export interface ManifestHeader {
  readonly version: typeof VERSION
  /** Says which family it is of, in full: its name says only a part of that, and may have been given to another file. */
  readonly family: string
  /** What the partial file is called behind the prefix of its family. */
  readonly tag: string
}

/** What a part holds. */
export interface PartRecord {
  readonly index: number
  /** Bytes, from the start of the part on. */
  readonly written: number
  /** CRC-32 of them, which tells whether they are worth keeping. */
  readonly crc: number
}

/** What a later process can go on with. */
export interface Manifest {
  readonly tag: string
  readonly parts: readonly PartRecord[]
}

/** The header of the manifest of a partial file. */
export function headerOf(family: string, tag: string): ManifestHeader {
  return { version: VERSION, family, tag }
}

/** The record of a part as it stands now. */
export function recordOf({ index, written, crc }: PartRecord | Part): PartRecord {
  return { index, written, crc }
}

/** The tag that a manifest begins with; `undefined` for anything else: garbage, another version's or family's. */
export function parseTagLine(text: string, ofFamily: string | undefined): string | undefined {
  const { version, family, tag } = parseLine(text.split('\n', 1)[0] ?? '') ?? {}
  // It becomes a part of a path.
  const isOfFamily = version === VERSION && (ofFamily === undefined || family === ofFamily)
  return isOfFamily && typeof tag === 'string' && parseTag(tag) !== undefined ? tag : undefined
}

/**
 * The manifest that a text holds. A line that is no record of one of the parts was damaged, or written by half, and counts
 * for nothing.
 */
export function parseManifest(text: string, map: PartMap, family: string): Manifest | undefined {
  const tag = parseTagLine(text, family)
  if (tag === undefined) return undefined
  const parts = new Map<number, PartRecord>()
  for (const line of text.split('\n')) {
    const record = parseLine(line)
    if (isPartRecord(record, map)) parts.set(record.index, recordOf(record))
  }
  return { tag, parts: [...parts.values()] }
}

function parseLine(line: string): Readonly<Record<string, unknown>> | undefined {
  if (!line.startsWith('{')) return undefined
  try {
    const value: Readonly<Record<string, unknown>> = JSON.parse(line)
    return value
  } catch {
    return undefined
  }
}

function isPartRecord(value: object | undefined, { parts }: PartMap): value is PartRecord {
  if (value === undefined || !('index' in value && 'written' in value && 'crc' in value)) return false
  const { index, written, crc } = value
  if (!isCount(index) || !isCount(written) || !isCount(crc)) return false
  const part = parts[index]
  return part !== undefined && written <= part.end - part.start
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0
}
