import type { Row } from '../result.ts'
import type { Table } from './table.ts'

const GIB = 2 ** 30

/** What verifying each kind of checksum costs beside looking at the size alone. */
export function checksumsTable(rows: readonly Row[], largeBytes: number): Table {
  const cpuOf = (name: string, peer: string): number | undefined =>
    rows.find((row) => row.case === name && row.peer === peer)?.median.cpuSeconds
  return {
    head: ['checksum', 'CPU s per GiB'],
    texts: 1,
    lines: ['crc32', 'crc32c', 'crc64nvme'].flatMap((algorithm) => {
      const name = `verified-${algorithm}`
      const [verified, bySize] = [cpuOf(name, 'ours'), cpuOf(name, 'ours-by-size')]
      if (verified === undefined || bySize === undefined) return []
      return [[algorithm, (((verified - bySize) * GIB) / largeBytes).toFixed(2)]]
    }),
  }
}
