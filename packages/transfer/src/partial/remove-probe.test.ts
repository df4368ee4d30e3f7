import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { NameProbe } from '../name-probe.ts'
import { removeOrphans } from './remove-orphans.ts'

const AGE_MS = 60_000
/** Of a machine elsewhere, of whose processes nobody here knows. */
const NAME = '.names.00000000-7-123-0123456789abcdef.part'

let folder: string
let probe: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'probes-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  probe = join(folder, NAME)
})

async function makeOld(path: string): Promise<void> {
  const then = new Date(Date.now() - 2 * AGE_MS)
  await utimes(path, then, then)
}

async function makeProbe(): Promise<void> {
  await mkdir(join(probe, '0/dir/below'), { recursive: true })
  await mkdir(join(probe, '17'))
  await writeFile(join(probe, '0/dir/README'), '')
  await writeFile(join(probe, '17/Ünïcode'), '')
}

const namesAfter = async (): Promise<string[]> => {
  await removeOrphans(folder, AGE_MS, undefined)
  return (await readdir(folder)).sort()
}

describe('the directory of a probe that nobody ended', () => {
  test('goes after the age of partial files, and not before', async () => {
    await makeProbe()
    expect(await namesAfter()).toEqual([NAME])
    await makeOld(probe)
    expect(await namesAfter()).toEqual([])
  })

  test('goes at once where its process was killed', async () => {
    const script = `
      const { NameProbe } = await import(${JSON.stringify(new URL('../name-probe.ts', import.meta.url).href)})
      const probe = new NameProbe(${JSON.stringify(folder)})
      await probe.isTaken({ path: 'a/README', isDir: false }, { path: 'a/readme', isDir: false })
      console.log('asked')
      setInterval(() => undefined, 1_000)`
    const child = spawn(process.execPath, ['--input-type=module', '-e', script])
    await once(child.stdout, 'data')
    expect(await namesAfter()).toEqual([expect.stringMatching(/^\.names\..*\.part$/)])
    child.kill('SIGKILL')
    await once(child, 'close')
    expect(await namesAfter()).toEqual([])
  })

  test.each<[string, () => Promise<unknown>]>([
    ['a file with content', () => writeFile(join(probe, '0/dir/notes'), 'mine')],
    ['a link', () => symlink(folder, join(probe, '0/link'))],
    ['a file beside its directories', () => writeFile(join(probe, 'notes'), '')],
    ['a directory of another name', () => mkdir(join(probe, 'mine'))],
  ])('stays as it is with %s in it', async (_what, add) => {
    await makeProbe()
    await add()
    await makeOld(probe)
    const before = await readdir(probe, { recursive: true })
    expect(await namesAfter()).toEqual([NAME])
    expect(await readdir(probe, { recursive: true })).toEqual(before)
  })

  test('is told from what else has such a name', async () => {
    const other = join(folder, NAME.replace('names', 'own'))
    const elsewhere = join(folder, 'elsewhere')
    await mkdir(join(elsewhere, '0'), { recursive: true })
    await writeFile(join(elsewhere, '0/empty'), '')
    await symlink(elsewhere, probe)
    await mkdir(join(other, '0'), { recursive: true })
    await makeOld(other)
    expect(await namesAfter()).toEqual([NAME, NAME.replace('names', 'own'), 'elsewhere'])
    expect(await readFile(join(elsewhere, '0/empty'), 'utf8')).toBe('')
  })
})

test('one that is asked keeps its directory until it is closed', async () => {
  const asked = new NameProbe(folder)
  await asked.isTaken({ path: 'A', isDir: false }, { path: 'a', isDir: false })
  expect(await namesAfter()).toHaveLength(1)
  await asked.close()
  expect(await namesAfter()).toEqual([])
})
