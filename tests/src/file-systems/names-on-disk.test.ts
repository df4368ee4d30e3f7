import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { TransferError } from '@mlflow-artifacts/repository'
import { download } from '@mlflow-artifacts/transfer'
import { describe, expect, onTestFinished, test } from 'vitest'
import { MemoryRepository } from '../../../packages/transfer/test/memory-repository.ts'
import { mountNtfs, mountOdd } from './mount.ts'
import { mountOrSkip } from './mount-or-skip.ts'

const NFC = 'caf\u00e9'
const NFD = 'cafe\u0301'

/** Pairs of paths that are one to a file system which does not tell capitals and accents apart. */
const PAIRS: readonly (readonly [string, string])[] = [
  ['README', 'readme'],
  ['Data/x', 'data/x'],
  ['d/A/b', 'd/a/B'],
  ['stra\u00dfe', 'STRASSE'],
  ['\u03c3', '\u03c2'],
  [NFC, NFD],
  [`d/${NFC}/x`, `d/${NFD}/x`],
]

async function makeDirectory(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'names-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  return folder
}

/** Of as many characters as bytes. */
function contentOf(path: string): string {
  return encodeURIComponent(path)
}

function treeOf(...paths: string[]): Record<string, string> {
  return Object.fromEntries(paths.map((path) => [path, contentOf(path)]))
}

describe('two names that are one to the file system', () => {
  test.for(PAIRS)('%s and %s', async ([one, other], { skip }) => {
    const dstPath = await mountOrSkip(mountOdd('fold'), skip)
    const error = await download(new MemoryRepository(treeOf(one, other, 'z')), '', { dstPath }).catch(
      (reason: unknown) => reason,
    )
    expect(error).toBeInstanceOf(TransferError)
    if (!(error instanceof TransferError)) return
    expect([...error.failures.keys()]).toHaveLength(1)
    const [[lost, failure] = ['', undefined]] = error.failures
    expect(failure).toMatchObject({ code: 'INVALID_PARAMETER_VALUE', hint: expect.any(String) })
    const kept = lost === one ? other : one
    expect(await readFile(join(dstPath, kept), 'utf8')).toBe(contentOf(kept))
    const names = await readdir(dstPath, { recursive: true })
    expect(names.filter((name) => name.includes('.part'))).toEqual([])
  })

  test('a file and a directory', async ({ skip }) => {
    const dstPath = await mountOrSkip(mountOdd('fold'), skip)
    const error = await download(new MemoryRepository(treeOf('D', 'd/x')), '', { dstPath }).catch(
      (reason: unknown) => reason,
    )
    expect(String(error)).toContain('as a file and as a directory')
  })

  test('on NTFS', async ({ skip }) => {
    const dstPath = await mountOrSkip(mountNtfs(), skip)
    const downloading = download(new MemoryRepository(treeOf('d/README', 'd/readme')), '', { dstPath })
    await expect(downloading).rejects.toBeInstanceOf(TransferError)
    expect(await readdir(join(dstPath, 'd'))).toHaveLength(1)
  })

  test('one that stood there before is replaced', async ({ skip }) => {
    const dstPath = await mountOrSkip(mountOdd('fold'), skip)
    await mkdir(join(dstPath, 'D'))
    await download(new MemoryRepository(treeOf('D/README')), '', { dstPath })
    await download(new MemoryRepository(treeOf('d/readme')), '', { dstPath })
    expect(await readFile(join(dstPath, 'D', 'README'), 'utf8')).toBe(contentOf('d/readme'))
  })
})

test('where the file system tells them apart, all are downloaded', async () => {
  const dstPath = await makeDirectory()
  const paths = [...PAIRS.flat(), 'Readme', 'E', 'e/x', 'e/y', 'a', 'a.', 'a ', 'A']
  await download(new MemoryRepository(treeOf(...paths)), '', { dstPath })
  for (const path of paths) expect(await readFile(join(dstPath, path), 'utf8')).toBe(contentOf(path))
  const names = await readdir(dstPath, { recursive: true })
  expect(names.filter((name) => name.includes('.part'))).toEqual([])
})
