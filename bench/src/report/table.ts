/** A table, to be printed. */
export interface Table {
  readonly head: readonly string[]
  readonly lines: readonly (readonly string[])[]
  /** So many columns, from the left, are texts; the others stand on the right. */
  readonly texts: number
}

/** For a terminal. */
export function asText({ head, lines, texts }: Table): string {
  const widths = head.map((title, column) =>
    Math.max(title.length, ...lines.map((line) => line[column]?.length ?? 0)),
  )
  const print = (line: readonly string[]): string =>
    line
      .map((cell, column) => {
        const width = widths[column] ?? 0
        return column < texts ? cell.padEnd(width) : cell.padStart(width)
      })
      .join('  ')
      .trimEnd()
  return [head, widths.map((width) => '-'.repeat(width)), ...lines].map(print).join('\n')
}

/** For a page. */
export function asMarkdown({ head, lines, texts }: Table): string {
  const rule = head.map((_, column) => (column < texts ? '---' : '---:'))
  return [head, rule, ...lines].map((line) => `| ${line.join(' | ')} |`).join('\n')
}
