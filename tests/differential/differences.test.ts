import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { readDifferences } from './read-differences.ts'
import { ROWS } from './rows/rows.ts'

const ROOT: string = fileURLToPath(new URL('../..', import.meta.url))
/** Stands for the comparison of generated trees, which knows its rows by name. */
const HERE = 'tests/differential'

const differences = readDifferences()

test('each name is given once', () => {
  const names = differences.map(({ name }) => name)
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
})

test('what the comparison of generated trees explains, and what the page says that it shows, is the same', () => {
  const shownHere = differences.filter(({ tests }) => tests.some(({ path }) => path === HERE))
  expect(shownHere.map(({ name }) => name).sort()).toEqual(ROWS.map(({ name }) => name).sort())
})

describe.each(differences)('$name', ({ name, tests }) => {
  test('is shown by tests that exist', () => {
    expect(tests).not.toEqual([])
    for (const { path, title } of tests) {
      if (path === HERE) continue
      const place = path.startsWith('tests/') ? path : `packages/${path}`
      expect(path).toMatch(/\.test\.ts$/)
      expect(existsSync(`${ROOT}/${place}`), place).toBe(true)
      expect(readFileSync(`${ROOT}/${place}`, 'utf8')).toContain(title ?? name)
    }
  })
})
