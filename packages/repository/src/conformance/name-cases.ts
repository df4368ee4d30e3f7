import { deepStrictEqual, strictEqual } from 'node:assert'
import { collect, textOf } from './collect.ts'
import { type ConformanceCase, conformanceCase } from './conformance-case.ts'

const NAMES = [
  'with space.txt',
  ' leading space.txt',
  'plus+and&equals=.txt',
  'percent%.txt',
  'escape%20kept.txt',
  'escape%2520kept.txt',
  'hash#mark.txt',
  'question?mark.txt',
  'semi;colon,comma.txt',
  'quote\'and"quote.txt',
  'back\\slash.txt',
  'brackets[1]{2}(3).txt',
  '-leading-dash.txt',
  '~tilde.txt',
  '...dots.txt',
  'colon:here.txt',
  'café composed.txt',
  'cafe\u0301 decomposed.txt',
  '中文/日本語.txt',
  'emoji 🎉.txt',
  '#?%20+&.txt',
  '%2F%5C.txt',
  '..two dots..',
  'dot at the end.',
  'space at the end ',
  'tab\there.txt',
  'bell\u0007.txt',
  '<xml> & "quotes".txt',
  '.tar.gz',
  '文'.repeat(80),
]

/** Names are literal: what was stored under a name is listed and opened under that name. */
export const nameCases: readonly ConformanceCase[] = NAMES.map((name) => ({
  name: `the name ${JSON.stringify(name)} is listed and opened as it is`,
  async run(subject) {
    if (subject.canHold?.(name) === false) return
    await conformanceCase(name, { [`d/${name}`]: name, 'd/other': '' }, async (repository) => {
      const parent = `d/${name}`.slice(0, `d/${name}`.lastIndexOf('/'))
      const paths = (await collect(repository.list(parent))).map(({ path }) => path)
      deepStrictEqual(
        paths.filter((path) => path !== 'd/other'),
        [`d/${name}`],
      )
      strictEqual(await textOf((await repository.open(`d/${name}`)).body), name)
    }).run(subject)
  },
}))
