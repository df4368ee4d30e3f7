import { existsSync, globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const REPOSITORY: string = fileURLToPath(new URL('../../..', import.meta.url))
const VARIABLE = /\b_?(?:MLFLOW|AWS|GOOGLE|REQUESTS|CURL|NODE_EXTRA)_[A-Z\d_]+\b|\b[A-Z]+_PROXY\b|\bNETRC\b/g

interface Row {
  readonly variables: readonly string[]
  readonly here: string
  readonly tests: readonly { readonly file: string; readonly name: string }[]
}

const rows: readonly Row[] = read('docs/environment.md')
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) => {
    const [, names = '', , here = '', shownBy = ''] = line.split(/\s\|\s|^\|\s|\s\|$/)
    return {
      variables: [...names.matchAll(/`(\w+)`/g)].map(([, name = '']) => name),
      here,
      tests: [...shownBy.matchAll(/`([^`]+)` "(.+?)"(?=<br>|$)/g)].map(([, file = '', name = '']) => ({
        file,
        name,
      })),
    }
  })

test.each(rows.map((row) => ({ row, name: row.variables.join(', ') })))('$name', ({ row }) => {
  if (row.tests.length === 0) expect(row.here).toMatch(/^not (?:read|supported)/)
  const sources = row.tests.map(({ file, name }) => {
    expect(existsSync(REPOSITORY + file), file).toBe(true)
    const source = read(file)
    expect(source.replaceAll("\\'", "'"), file).toContain(name)
    // The variables of a test that compares are in a file beside it.
    return source.includes("from './cases.ts'") ? source + read(file.replace(/[^/]+$/, 'cases.ts')) : source
  })
  if (row.tests.length > 0) {
    for (const variable of row.variables) expect(sources.join('\n')).toContain(variable)
  }
})

test('every variable that is read has a row', () => {
  const files = globSync('packages/*/src/**/*.ts', { cwd: REPOSITORY }).filter(
    (file) => !file.endsWith('.test.ts'),
  )
  const mentioned = new Set(files.flatMap((file) => read(file).match(VARIABLE) ?? []))
  const named = new Set(rows.flatMap(({ variables }) => variables))
  expect([...mentioned].filter((variable) => !named.has(variable))).toEqual([])
})

function read(file: string): string {
  return readFileSync(REPOSITORY + file, 'utf8')
}
