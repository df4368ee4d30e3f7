import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { INSTALLS } from './installs.ts'
import { grown, type InstallSize, readSizes, writeSizes } from './size-table.ts'

const README: string = await readFile(new URL('../../README.md', import.meta.url), 'utf8')
const PAGE = 'before\n<!-- sizes -->\n<!-- /sizes -->\nafter\n'
const SIZE: InstallSize = { names: ['a', '@b/c'], packages: 10, bytes: 1_234_000, importMs: 7 }

test('the README has a row for each install', () => {
  expect(readSizes(README).map(({ names }) => names)).toEqual(INSTALLS)
})

test('what is written is read again, and the rest of the page stays', () => {
  const page = writeSizes(PAGE, [SIZE, { ...SIZE, names: ['d'] }])
  expect(readSizes(page)).toEqual([SIZE, { ...SIZE, names: ['d'] }])
  expect(readSizes(writeSizes(page, [SIZE]))).toEqual([SIZE])
  expect(page).toMatch(/^before\n.*\nafter\n$/s)
})

test('a tenth more is too much, of bytes and of packages; imports take what they take', () => {
  expect(grown([{ ...SIZE, bytes: 1_350_000, importMs: 700 }], [SIZE])).toEqual([])
  expect(grown([{ ...SIZE, bytes: 1_360_000, packages: 11 }], [SIZE])).toEqual([
    'npm install a @b/c: bytes, which were 1234000, are 1360000',
    'npm install a @b/c: packages, which were 10, are 11',
  ])
  expect(grown([SIZE], [])).toEqual(['npm install a @b/c is not in the table'])
})
