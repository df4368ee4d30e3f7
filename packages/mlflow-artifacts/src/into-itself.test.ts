import { execFileSync } from 'node:child_process'
import { link, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createArtifacts } from './compose.ts'
import type { DownloadArtifactsOptions } from './options.ts'

const artifacts = createArtifacts({ environment: {} })

let folder: string
let source: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'into-itself-'))
  source = join(folder, 'model')
  await mkdir(join(source, 'sub'), { recursive: true })
  await writeFile(join(source, 'a.txt'), 'a')
  await writeFile(join(source, 'sub/b.txt'), 'b')
})
afterEach(() => rm(folder, { recursive: true }))

/** The contents and the numbers of the files of the source. */
async function sourceFiles(): Promise<string[]> {
  const found: string[] = []
  for (const entry of await readdir(source, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    if (entry.isFile()) found.push(`${path} ${(await stat(path)).ino} ${await readFile(path, 'utf8')}`)
  }
  return found.toSorted()
}

/** Asserts that a download is refused, and that nothing happens to the source. */
async function expectRefused(
  from: string,
  dstPath: string,
  options: DownloadArtifactsOptions = {},
): Promise<void> {
  const before = await sourceFiles()
  await expect(artifacts.downloadArtifacts(from, { ...options, dstPath })).rejects.toMatchObject({
    code: 'INVALID_PARAMETER_VALUE',
    message: expect.stringContaining('cannot be downloaded into themselves'),
  })
  expect(await sourceFiles()).toEqual(before)
}

describe('a directory is not downloaded (into-itself)', () => {
  test('onto itself', async () => {
    await expectRefused(`${source}/`, source)
    await expectRefused(source, folder)
    await expectRefused(`file://${source}`, `${folder}/model/..`)
  })

  test('below itself, whether that is there or not', async () => {
    await expectRefused(source, join(source, 'sub'))
    await expectRefused(`${source}/`, join(source, 'sub'))
    await expectRefused(`${source}/`, join(source, 'new/directory'))
  })

  test('below itself through a symbolic link', async () => {
    await symlink(source, join(folder, 'link'))
    await symlink(join(source, 'sub'), join(folder, 'link-to-sub'))
    await expectRefused(`${source}/`, join(folder, 'link'))
    await expectRefused(`${source}/`, join(folder, 'link-to-sub'))
    await expectRefused(`${join(folder, 'link')}/`, join(source, 'sub'))
  })

  test('below itself by another mount', async ({ skip }) => {
    const mounted = join(folder, 'mounted')
    await mkdir(mounted)
    for (const directory of [source, join(source, 'sub')]) {
      try {
        execFileSync('mount', ['--bind', directory, mounted], { stdio: 'ignore' })
      } catch {
        skip('nothing can be mounted here')
      }
      try {
        await expectRefused(`${source}/`, mounted)
      } finally {
        execFileSync('umount', [mounted])
      }
    }
  })

  test('over itself where it lies in the destination', async () => {
    await mkdir(join(source, 'model'))
    await writeFile(join(source, 'model/a.txt'), 'would become model/a.txt')
    await expectRefused(`${source}/`, folder)
  })
})

describe('a file is not downloaded (into-itself)', () => {
  test('onto itself', async () => {
    await expectRefused(join(source, 'a.txt'), source)
  })

  test('onto another name of itself', async () => {
    const dstPath = join(folder, 'to')
    await mkdir(dstPath)
    await link(join(source, 'a.txt'), join(dstPath, 'a.txt'))
    await expectRefused(join(source, 'a.txt'), dstPath)
    // Nothing is written where it is kept.
    const kept = await artifacts.downloadArtifacts(join(source, 'a.txt'), { dstPath, overwrite: 'never' })
    expect(kept).toBe(join(dstPath, 'a.txt'))
  })
})

test('what lies beside the artifacts is no part of them', async () => {
  await writeFile(join(folder, 'file.txt'), 'text')
  const inside = await artifacts.downloadArtifacts(join(source, 'a.txt'), { dstPath: join(source, 'sub') })
  expect(inside).toBe(join(source, 'sub/a.txt'))
  const beside = await artifacts.downloadArtifacts(source, { dstPath: join(folder, 'model-copy') })
  expect(await readFile(join(beside, 'sub/b.txt'), 'utf8')).toBe('b')
  expect(await artifacts.downloadArtifacts(join(folder, 'file.txt'), { dstPath: source })).toBe(
    join(source, 'file.txt'),
  )
})
