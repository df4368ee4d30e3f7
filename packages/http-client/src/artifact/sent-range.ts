import type { ByteRange, HttpResponse } from '@mlflow-artifacts/repository'
import { byteCount } from './byte-count.ts'

/** A range that was sent, and the size of the whole in bytes. */
export interface SentRange {
  readonly range: ByteRange
  readonly size: number
}

/**
 * What a response with status 206 holds; `undefined` where it is not exactly what was asked for, or does not say so.
 */
export function sentRange(
  { headers }: HttpResponse,
  requested: ByteRange | undefined,
): SentRange | undefined {
  const [, first, last, size] = /^bytes (\d+)-(\d+)\/(\d+)$/i.exec(headers['content-range'] ?? '') ?? []
  const start = byteCount(first)
  const total = byteCount(size)
  if (requested === undefined || start === undefined || total === undefined) return undefined
  const end = Math.min(requested.end ?? total, total)
  const length = byteCount(headers['content-length']) ?? end - start
  const isExact = start === requested.start && byteCount(last) === end - 1 && length === end - start
  return isExact ? { range: { start, end }, size: total } : undefined
}
