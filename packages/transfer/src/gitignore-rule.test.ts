import { spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { generator } from '../test/generator.ts'
import { gitignoreRule } from './gitignore-rule.ts'

const FILES = [
  'MLmodel',
  '.hidden',
  '#notes.txt',
  '!bang.txt',
  'end ',
  'foo (1).txt',
  'a|b+c',
  '{x,y}.txt',
  '[z].txt',
  'back\\slash',
  'data/a.csv',
  'data/train/a.csv',
  'data/train/b.parquet',
  'data/train/deep/c.csv',
  'data/val/a.csv',
  'metrics/data/d.json',
  'metrics/x/y/train/e.csv',
  'plots/p1.png',
  'plots/p2.png',
  'plots/p10.png',
  'train/UPPER.CSV',
  'x/x/x',
] as const

const CSV = FILES.filter((path) => path.endsWith('.csv'))
const DATA = FILES.filter((path) => path.startsWith('data/'))
const PLOTS = FILES.filter((path) => path.startsWith('plots/'))
const ALL = [...FILES]

/** What git ignores by these lines of a `.gitignore`; here `#` starts no comment and a space at the end counts. */
const TABLE: readonly (readonly [patterns: readonly string[], paths: readonly string[]])[] = [
  [['*.csv'], CSV],
  [['*.parquet'], ['data/train/b.parquet']],
  [['a.csv'], ['data/a.csv', 'data/train/a.csv', 'data/val/a.csv']],
  [['MLmodel'], ['MLmodel']],
  [['mlmodel'], []],
  [['*.CSV'], ['train/UPPER.CSV']],
  [['/MLmodel'], ['MLmodel']],
  [['/a.csv'], []],
  [['/*.csv'], []],
  [['data'], [...DATA, 'metrics/data/d.json']],
  [['data/'], [...DATA, 'metrics/data/d.json']],
  [['/data'], DATA],
  [['/data/'], DATA],
  [['data/**'], DATA],
  [['/data/**'], DATA],
  [['data/*'], DATA],
  [['data/*.csv'], ['data/a.csv']],
  [['data/*/a.csv'], ['data/train/a.csv', 'data/val/a.csv']],
  [['data/**/a.csv'], ['data/a.csv', 'data/train/a.csv', 'data/val/a.csv']],
  [['data/**/*.csv'], CSV.filter((path) => path.startsWith('data/'))],
  [['data/train/*.parquet'], ['data/train/b.parquet']],
  [['data/train'], DATA.filter((path) => path.startsWith('data/train/'))],
  [['train/*.csv'], []],
  [['**/train/*.csv'], ['data/train/a.csv', 'metrics/x/y/train/e.csv']],
  [['**/train'], FILES.filter((path) => path.includes('train/'))],
  [['**/data/**'], [...DATA, 'metrics/data/d.json']],
  [['**/deep/*'], ['data/train/deep/c.csv']],
  [['metrics/**/e.csv'], ['metrics/x/y/train/e.csv']],
  [['metrics/*/e.csv'], []],
  [['metrics/**/train/'], ['metrics/x/y/train/e.csv']],
  [['**'], ALL],
  [['*'], ALL],
  [['**/*'], ALL],
  [['MLmodel/'], []],
  [['plots/p?.png'], ['plots/p1.png', 'plots/p2.png']],
  [['p[0-9].png'], ['plots/p1.png', 'plots/p2.png']],
  [['p[!1]*.png'], ['plots/p2.png']],
  [['p[^1].png'], ['plots/p2.png']],
  [['p[[:digit:]]*.png'], PLOTS],
  [['plots?p1.png'], []],
  [['.*'], ['.hidden']],
  [['#notes.txt'], ['#notes.txt']],
  [['\\!bang.txt'], ['!bang.txt']],
  [['end '], ['end ']],
  [['end'], []],
  [['foo (1).txt'], ['foo (1).txt']],
  [['*(1)*'], ['foo (1).txt']],
  [['a|b+c'], ['a|b+c']],
  [['a|x'], []],
  [['{x,y}.txt'], ['{x,y}.txt']],
  [['{data,plots}/*'], []],
  [['\\[z].txt'], ['[z].txt']],
  [['back\\\\slash'], ['back\\slash']],
  [['x'], ['metrics/x/y/train/e.csv', 'x/x/x']],
  [['x/x/x'], ['x/x/x']],
  [['/x/**/x'], ['x/x/x']],
  [['*', '!*.csv'], ALL],
  [['*', '!/MLmodel'], ALL.filter((path) => path !== 'MLmodel')],
  [['*.csv', '!a.csv'], CSV.filter((path) => !path.endsWith('/a.csv'))],
  [['!a.csv', '*.csv'], CSV],
  [['data/**', '!data/a.csv'], DATA.filter((path) => path !== 'data/a.csv')],
  [
    ['data/', '!data/a.csv'],
    [...DATA, 'metrics/data/d.json'],
  ],
  [
    ['*.csv', '/plots/'],
    [...CSV, ...PLOTS],
  ],
  [['!*.csv'], []],
  [[], []],
]

async function matched(patterns: readonly string[]): Promise<string[]> {
  const matches = await gitignoreRule(patterns, 'include')
  return FILES.filter(matches)
}

test.each(TABLE)('%j', async (patterns, paths) => {
  expect(await matched(patterns)).toEqual(FILES.filter((path) => paths.includes(path)))
})

test('an empty directory is one', async () => {
  const matches = await gitignoreRule(['plots/'], 'include')
  expect(['plots/', 'a/plots/', 'plots'].map(matches)).toEqual([true, true, false])
})

test.each(['', '/', '//', '!', '!/', ' ', 'a\\'])('%j names nothing', async (pattern) => {
  await expect(gitignoreRule(['*.csv', pattern], 'exclude')).rejects.toMatchObject({
    code: 'INVALID_PARAMETER_VALUE',
    message: `The option exclude is wrong: ${JSON.stringify(pattern)} names nothing`,
    hint: expect.stringContaining('.gitignore'),
  })
})

test('one string is no list of patterns', async () => {
  const patterns: string[] = JSON.parse('"*.csv"')
  await expect(gitignoreRule(patterns, 'include')).rejects.toMatchObject({
    code: 'INVALID_PARAMETER_VALUE',
    message: 'The option include is wrong: it is no list of patterns',
  })
})

describe('as git itself', () => {
  const PIECES = [
    ...[
      '*',
      '**',
      '?',
      '/',
      '/',
      '/',
      'a',
      'x',
      'data',
      'train',
      'plots',
      'p',
      '.csv',
      '*.',
      '[a-e]',
      '[!a]',
    ],
    ...['[[:digit:]]', '\\*', '(', '(1)', '|', '{x,y}', '+', '@', '!', '.', '$', '^', '[', '-'],
  ]

  test.skipIf(spawnSync('git', ['--version']).status !== 0)('for random patterns', async () => {
    const seed = Number(process.env.SEED ?? Date.now() % 1_000_000)
    console.log(`patterns of seed ${seed}`)
    const below = generator(seed)
    const folder = await mkdtemp(join(tmpdir(), 'gitignore-'))
    try {
      git(['init', '--quiet'], folder)
      for (const path of FILES) {
        await mkdir(dirname(join(folder, path)), { recursive: true })
        await writeFile(join(folder, path), '')
      }
      for (let round = 0; round < 150; round += 1) {
        const patterns = Array.from({ length: 1 + below(2) }, () =>
          Array.from({ length: 1 + below(5) }, () => PIECES[below(PIECES.length)]).join(''),
        ).filter((pattern) => !/^!?\/*$/.test(pattern))
        await writeFile(join(folder, '.git/info/exclude'), patterns.join('\n'))
        expect([patterns, await matched(patterns)]).toEqual([patterns, ignoredByGit(folder)])
      }
    } finally {
      await rm(folder, { recursive: true })
    }
  })
})

function git(args: readonly string[], cwd: string, input = ''): string {
  return spawnSync('git', args, { cwd, input, encoding: 'utf8' }).stdout
}

/** By the rules of its `info/exclude`. */
function ignoredByGit(folder: string): string[] {
  const args = ['-c', 'core.ignoreCase=false', 'check-ignore', '--no-index', '--stdin', '-z', '-v', '-n']
  const fields = git(args, folder, FILES.join('\0')).split('\0')
  return FILES.filter((_path, index) => {
    const pattern = fields[4 * index + 2]
    return pattern !== '' && pattern?.startsWith('!') === false
  })
}
