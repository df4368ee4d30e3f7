import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { loadVectors } from '../../vectors/load-vectors.ts'
import { owners } from '../../vectors/owners.ts'

const { notYet, ...packages } = owners
const listed = [...Object.values(packages).flat(), ...notYet]

test('every recorded function has a package, or is listed as having none yet', () => {
  const recorded = new Set(loadVectors().map(({ fn }) => fn))
  expect([...recorded].filter((name) => !listed.some((other) => other === name))).toEqual([])
})

test('no function is listed twice', () => {
  expect(listed.filter((name, index) => listed.indexOf(name) !== index)).toEqual([])
})

// That the table of a package holds its functions and no others, `runVectors` tests there.
test.each(Object.keys(packages))('%s has a table', (name) => {
  const table = new URL(`../../packages/${name}/src/vectors.test.ts`, import.meta.url)
  expect(existsSync(fileURLToPath(table))).toBe(true)
})
