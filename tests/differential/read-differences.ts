import { readFileSync } from 'node:fs'

/** A row of docs/differences.md. */
export interface DocumentedDifference {
  readonly name: string
  /** What shows it: a test file, and the title of a test there. Default: one that names the row. */
  readonly tests: readonly { readonly path: string; readonly title: string | undefined }[]
}

/** The reviewed list of differences. */
export function readDifferences(): DocumentedDifference[] {
  const page = readFileSync(new URL('../../docs/differences.md', import.meta.url), 'utf8')
  return [...page.matchAll(/^\| `([\w-]+)` \|.*\| ([^|]*) \|$/gm)].map(([, name = '', shownBy = '']) => ({
    name,
    tests: [...shownBy.matchAll(/`([^`]+)`(?: “([^”]+)”)?/g)].map(([, path = '', title]) => ({
      path,
      title,
    })),
  }))
}
