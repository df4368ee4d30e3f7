const UNITS = ['kB', 'MB', 'GB', 'TB', 'PB'] as const

/** A number of bytes for people, in at most eight characters: `38 B`, `1.2 MB`, in powers of 1000. */
export function formatBytes(bytes: number): string {
  let text = `${bytes} B`
  let amount = bytes
  for (const unit of UNITS) {
    // 999.95 would be rounded to 1000.0.
    if (amount < 999.95) return text
    amount /= 1000
    text = `${amount.toFixed(1)} ${unit}`
  }
  return text
}
