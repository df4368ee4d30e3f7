/** What one `npm install` puts on the disk. */
export interface InstallSize {
  /** The packages that were asked for. */
  readonly names: readonly string[]
  /** How many came. */
  readonly packages: number
  readonly bytes: number
  /** How long a fresh Node takes to import what was asked for, in milliseconds. */
  readonly importMs: number
}

const TABLE = /(?<=<!-- sizes -->\n).*?(?=<!-- \/sizes -->)/s
const ROW = /^\| `npm install ([^`]+)` \| (\d+) \| ([\d,]+) kB \| (\d+) ms \|$/gm
const HEADER = '| | packages | on the disk | `import` |\n|---|---:|---:|---:|\n'

/** The sizes that a page says, in its table. */
export function readSizes(page: string): InstallSize[] {
  return Array.from(
    (TABLE.exec(page)?.[0] ?? '').matchAll(ROW),
    ([, names = '', packages, kilobytes, importMs]) => ({
      names: names.split(' '),
      packages: Number(packages),
      bytes: Number(kilobytes?.replaceAll(',', '')) * 1000,
      importMs: Number(importMs),
    }),
  )
}

/** The page with these sizes in its table. */
export function writeSizes(page: string, sizes: readonly InstallSize[]): string {
  const rows = sizes.map(({ names, packages, bytes, importMs }) => {
    const kilobytes = Math.ceil(bytes / 1000).toLocaleString('en-US')
    return `| \`npm install ${names.join(' ')}\` | ${packages} | ${kilobytes} kB | ${Math.round(importMs)} ms |\n`
  })
  return page.replace(TABLE, () => HEADER + rows.join(''))
}

/** What has grown by a tenth or more, in words. How long an import takes is the machine's business. */
export function grown(now: readonly InstallSize[], before: readonly InstallSize[]): string[] {
  return now.flatMap(({ names, packages, bytes }) => {
    const install = names.join(' ')
    const old = before.find((size) => size.names.join(' ') === install)
    if (old === undefined) return [`npm install ${install} is not in the table`]
    const more = (what: string, value: number, former: number): string[] =>
      value >= former * 1.1 ? [`npm install ${install}: ${what}, which were ${former}, are ${value}`] : []
    return [...more('bytes', bytes, old.bytes), ...more('packages', packages, old.packages)]
  })
}
