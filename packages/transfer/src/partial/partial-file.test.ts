import { lstat, mkdir, mkdtemp, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { PartialFile } from './partial-file.ts'

const QUICK = { looks: true, changes: true }

let folder: string
let path: string
let target: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'partial-file-'))
  path = join(folder, '.f.part')
  target = join(folder, 'f')
})
afterEach(() => rm(folder, { recursive: true }))

/** Replaces a file by another one, that has its number where the file system gives it again. */
async function replace(): Promise<void> {
  const { ino } = await lstat(path)
  await rm(path)
  for (let index = 0; index < 200; index += 1) {
    const made = join(folder, `planted-${index}`)
    await writeFile(made, 'planted')
    if ((await lstat(made)).ino === ino) return await rename(made, path)
  }
  await rename(join(folder, 'planted-0'), path)
}

test('what was planted under the number of a partial file does not get its name', async () => {
  const file = await PartialFile.createBrief(path, QUICK)
  await file.write([Buffer.from('right')], 0)
  const commit = { target, durable: false, confirmDirectory: replace }
  await expect(file.commit(commit)).rejects.toMatchObject({ name: 'PartialLost' })
  await file.discard()
  expect(await readdir(folder)).not.toContain('f')
  expect(await readFile(path, 'utf8')).toBe('planted')
})

test.each([
  ['a link', (to: string) => symlink('/nonexistent/file', to)],
  ['a file', (to: string) => writeFile(to, 'planted')],
  ['a directory', (to: string) => mkdir(join(to, 'full'), { recursive: true })],
])(
  '%s that was planted after the last look is told, and does not keep the next one from the name',
  async (_what, plant) => {
    const file = await PartialFile.createBrief(path, QUICK)
    const close = file.handle.close.bind(file.handle)
    vi.spyOn(file.handle, 'close').mockImplementation(async () => {
      await close()
      await rm(path, { force: true })
      await plant(path)
    })
    const commit = { target, durable: false, confirmDirectory: () => Promise.resolve() }
    await expect(file.commit(commit)).rejects.toMatchObject({ name: 'PartialLost' })
    const next = await PartialFile.createBrief(join(folder, '.next.part'), QUICK)
    await next.write([Buffer.from('right')], 0)
    await next.commit(commit)
    expect(await readFile(target, 'utf8')).toBe('right')
  },
)

test('what was planted under the number of a partial file is not left for another download', async () => {
  const file = await PartialFile.create(path)
  await replace()
  await file.leave(join(folder, 'free'))
  expect(await readdir(folder)).not.toContain('free')
})
