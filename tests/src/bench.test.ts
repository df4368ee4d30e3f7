import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, onTestFinished, test } from 'vitest'
import { checkFiles } from '../../bench/src/check-files.ts'
import { judgeTarget } from '../../bench/src/judge-target.ts'
import { medianOf } from '../../bench/src/median-of.ts'
import { pythonExecutable } from './python-executable.ts'

const BENCH: string = join(import.meta.dirname, '../../bench/src/bench.ts')

async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-test-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  return folder
}

function measurement(seconds: number, figures: Record<string, number> = {}) {
  return { wallSeconds: seconds, cpuSeconds: seconds, peakBytes: seconds, figures }
}

test.skipIf(pythonExecutable() === undefined)(
  'measures, checks and reports small cases',
  async ({ signal }) => {
    const folder = await makeFolder()
    const [json, page] = [join(folder, 'results.json'), join(folder, 'page.md')]
    await writeFile(page, 'before\n<!-- bench -->\nold\n<!-- /bench -->\nafter\n')
    const parameters = [
      ...[BENCH, '--quick', '--rounds', '1', '--case', 's3-small,start-up-list'],
      ...['--peer', 'rclone,node', '--json', json, '--markdown', page],
    ]
    const { stdout } = await promisify(execFile)(process.execPath, parameters, { signal })
    const { rows, failures } = JSON.parse(await readFile(json, 'utf8'))
    expect(failures).toEqual([])
    const measured: string[] = rows.map((row: { case: string; peer: string }) => `${row.case} ${row.peer}`)
    expect(measured).toEqual([
      ...['s3-small ours', 's3-small rclone'],
      ...['start-up-list ours', 'start-up-list node'],
    ])
    for (const { median } of rows) {
      expect(median.wallSeconds).toBeGreaterThan(0)
      expect(median.cpuSeconds).toBeGreaterThan(0)
      expect(median.peakBytes).toBeGreaterThan(2 ** 20)
    }
    expect(stdout).toContain('s3-small')
    const written = await readFile(page, 'utf8')
    expect(written).toMatch(/^before\n<!-- bench -->\n[\s\S]*\| s3-small \|[\s\S]*<!-- \/bench -->\nafter\n$/)
    expect(written).not.toContain('old')
  },
)

describe('a wrong download has no figures', () => {
  const expected = [{ path: 'a.bin', size: 1, sha256: createHash('sha256').update('a').digest('hex') }]

  test.each<[string, Record<string, string>, RegExp]>([
    ['a wrong byte', { 'a.bin': 'b' }, /wrong bytes/],
    ['a file too many', { 'a.bin': 'a', '.a.bin.part': '' }, /not asked for/],
    ['a missing file', {}, /ENOENT/],
  ])('%s', async (_, files, message) => {
    const folder = await makeFolder()
    for (const [path, content] of Object.entries(files)) await writeFile(join(folder, path), content)
    await expect(checkFiles(folder, expected)).rejects.toThrow(message)
  })
})

test('a target is met, missed, or not measured', () => {
  const rows = [1, 2].map((seconds) => {
    const rounds = [measurement(seconds)]
    return { case: 'c', peer: seconds === 1 ? 'ours' : 'other', median: medianOf(rounds), rounds }
  })
  const verdict = (peer: string, atMost: number): string =>
    judgeTarget({ case: 'c', figure: 'wall', peer, atMost }, rows).verdict
  expect([verdict('other', 0.5), verdict('other', 0.49), verdict('nobody', 1)]).toEqual([
    'met',
    'MISSED',
    'not measured',
  ])
})

test('medians are taken of each figure by itself', () => {
  const rounds = [measurement(3, { a: 1 }), measurement(1, { a: 9 }), measurement(2, { a: 5 })]
  expect(medianOf(rounds)).toEqual(measurement(2, { a: 5 }))
  expect(medianOf(rounds.slice(0, 2)).wallSeconds).toBe(2)
})
