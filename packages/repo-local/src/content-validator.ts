import type { BigIntStats } from 'node:fs'

/**
 * Names the content of a file: another one after every write. The time of the last change, which nobody can set, tells
 * also where a file was rewritten at its size and given its old time of modification.
 */
export function contentValidator({ ino, size, mtimeNs, ctimeNs }: BigIntStats): string {
  return `${ino}-${size}-${mtimeNs}-${ctimeNs}`
}
