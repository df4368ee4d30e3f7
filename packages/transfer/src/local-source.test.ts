import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { LocalSource } from './local-source.ts'
import { MountTable } from './mount-table.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'local-source-'))
  await mkdir(join(folder, 'source/sub'), { recursive: true })
})
afterEach(() => rm(folder, { recursive: true }))

const refusal = { code: 'INVALID_PARAMETER_VALUE', hint: expect.stringContaining('dstPath') }

test('what is elsewhere, and what is missing, is nothing to keep apart from', async () => {
  expect(await LocalSource.find({}, '')).toBeUndefined()
  expect(await LocalSource.find({ localPath: async () => join(folder, 'missing') }, '')).toBeUndefined()
})

test('a directory below it need not be there yet', async () => {
  const source = await LocalSource.find({ localPath: async () => join(folder, 'source') }, '')
  await expect(source?.assertApart(join(folder, 'source/a/b'))).rejects.toMatchObject(refusal)
  await source?.assertApart(join(folder, 'source-b/a'))
  await source?.assertApart(folder)
})

test('a directory is itself under any name, where nobody says what is mounted where', async ({ skip }) => {
  // As on a file system that does not tell names apart by their case.
  const other = join(folder, 'SOURCE')
  await mkdir(other)
  try {
    execFileSync('mount', ['--bind', join(folder, 'source'), other], { stdio: 'ignore' })
  } catch {
    skip('nothing can be mounted here')
  }
  try {
    const localPath = async (): Promise<string> => join(folder, 'source')
    const source = await LocalSource.find({ localPath }, '', new MountTable(''))
    await expect(source?.assertApart(other)).rejects.toMatchObject(refusal)
    await expect(source?.assertApart(join(other, 'sub'))).rejects.toMatchObject(refusal)
  } finally {
    execFileSync('umount', [other])
  }
})
