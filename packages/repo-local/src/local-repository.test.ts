import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, readdir, readlink, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FileInfo } from '@mlflow-artifacts/repository'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { LocalRepository } from './local-repository.ts'

let folder: string
let repository: LocalRepository

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'repo-local-'))
  await mkdir(join(folder, 'root/d'), { recursive: true })
  await writeFile(join(folder, 'root/d/a.txt'), 'a')
  await writeFile(join(folder, 'secret.txt'), 'secret')
  repository = new LocalRepository(join(folder, 'root'))
})
afterEach(() => rm(folder, { recursive: true }))

async function collect(entries: AsyncIterable<FileInfo>): Promise<string[]> {
  const paths: string[] = []
  for await (const { path } of entries) paths.push(path)
  return paths
}

describe('symbolic links', () => {
  test('out of the root are listed, and reading them is refused', async () => {
    await symlink('../secret.txt', join(folder, 'root/link.txt'))
    await symlink('..', join(folder, 'root/up'))
    expect(await collect(repository.list(''))).toEqual(['d', 'link.txt', 'up'])
    const calls = [
      repository.open('link.txt'),
      repository.localPath('up'),
      collect(repository.list('up')),
      collect(repository.walk('')),
    ]
    for (const result of await Promise.allSettled(calls)) {
      expect(result).toMatchObject({ status: 'rejected', reason: { name: 'UnsafePathError' } })
    }
  })

  test('to a directory inside are followed', async () => {
    await symlink('d', join(folder, 'root/e'))
    expect(await collect(repository.walk(''))).toEqual(['d/a.txt', 'e/a.txt'])
  })

  test('to a directory that they stand in are an error (link-loops)', async () => {
    await symlink('.', join(folder, 'root/d/loop'))
    await expect(collect(repository.walk(''))).rejects.toMatchObject({ code: 'INVALID_PARAMETER_VALUE' })
  })

  test('that lead nowhere are listed without a size, and missing when read (link-loops)', async () => {
    await symlink('nowhere', join(folder, 'root/dangling'))
    expect(await collect(repository.list(''))).toEqual(['d', 'dangling'])
    await expect(repository.open('dangling')).rejects.toMatchObject({ code: 'RESOURCE_DOES_NOT_EXIST' })
  })

  test('the root itself may be one', async () => {
    await symlink('root', join(folder, 'alias'))
    expect(await collect(new LocalRepository(join(folder, 'alias')).list('d'))).toEqual(['d/a.txt'])
  })
})

describe('what cannot be read', () => {
  test.skipIf(process.getuid?.() === 0)('a file without permission', async () => {
    await chmod(join(folder, 'root/d/a.txt'), 0)
    await expect(repository.open('d/a.txt')).rejects.toMatchObject({ code: 'PERMISSION_DENIED' })
  })

  test('a name longer than any file has', async () => {
    expect(await repository.stat('x'.repeat(300))).toBeUndefined()
    await expect(repository.open('x'.repeat(300))).rejects.toMatchObject({ code: 'RESOURCE_DOES_NOT_EXIST' })
  })
})

test('files that MLflow is still uploading are hidden', async () => {
  await writeFile(join(folder, 'root/d/.artifact.uploading.x1'), '')
  expect(await collect(repository.list('d'))).toEqual(['d/a.txt'])
  expect(await collect(repository.walk(''))).toEqual(['d/a.txt'])
})

test('a directory is looked at while it is listed, a few entries ahead', async () => {
  const names = Array.from({ length: 100 }, (_, index) => `f${String(index).padStart(2, '0')}`)
  await mkdir(join(folder, 'root/wide'))
  for (const name of names) await writeFile(join(folder, 'root/wide', name), 'content')
  const listed: FileInfo[] = []
  for await (const entry of repository.list('wide')) {
    if (listed.length === 0) await rm(join(folder, 'root/wide/f99'))
    listed.push(entry)
  }
  expect(listed).toEqual(
    names.map((name) => ({ path: `wide/${name}`, isDir: false, fileSize: name === 'f99' ? undefined : 7 })),
  )
})

test('a plain path is percent-decoded, unless a directory has the literal name', async () => {
  await mkdir(join(folder, 'a b'))
  await writeFile(join(folder, 'a b/decoded.txt'), '')
  const encoded = join(folder, 'a%20b')
  expect(await collect(new LocalRepository(encoded).list(''))).toEqual(['decoded.txt'])
  expect(await collect(new LocalRepository(`file://${encoded}`).list(''))).toEqual(['decoded.txt'])
  await mkdir(encoded)
  await writeFile(join(encoded, 'literal.txt'), '')
  expect(await collect(new LocalRepository(encoded).list(''))).toEqual(['literal.txt'])
})

test('a file that changes while it is read is not served under its old validator', async () => {
  const { validator, body } = await repository.open('d/a.txt')
  for await (const _chunk of body);
  await writeFile(join(folder, 'root/d/a.txt'), 'b')
  await expect(repository.open('d/a.txt', { ifMatch: validator })).rejects.toMatchObject({
    name: 'IntegrityError',
  })
})

test('an abort while a file is opened is the failure of that call, and of nothing else', async () => {
  for (let turns = 0; turns < 50; turns += 1) {
    const controller = new AbortController()
    const reason = new Error('enough')
    const opened = repository.open('d/a.txt', { signal: controller.signal })
    for (let turn = 0; turn < turns % 10; turn += 1) await new Promise(setImmediate)
    controller.abort(reason)
    await opened.catch((error: unknown) => expect(error).toBe(reason))
  }
})

test.runIf(existsSync('/proc/self/fd'))('an abort closes the files whose bodies nobody reads', async () => {
  await writeFile(join(folder, 'root/large'), randomBytes(2 ** 20))
  const openFiles = async (): Promise<number> => {
    const links = await Promise.allSettled(
      (await readdir('/proc/self/fd')).map((fd) => readlink(`/proc/self/fd/${fd}`)),
    )
    return links.filter((link) => link.status === 'fulfilled' && link.value.startsWith(folder)).length
  }
  const controller = new AbortController()
  const { signal } = controller
  await repository.open('d/a.txt', { signal })
  await repository.open('large', { signal })
  expect(await openFiles()).toBe(2)
  controller.abort()
  await expect.poll(openFiles).toBe(0)
})

test('a body fills memory again that was given back, and only then', async () => {
  const content = randomBytes(5 * 2 ** 20 + 3)
  await writeFile(join(folder, 'root/large'), content)
  const { body, recycle } = await repository.open('large', { range: { start: 1 } })
  const read: Buffer[] = []
  let held: Uint8Array | undefined
  const memory = new Set<ArrayBufferLike>()
  for await (const chunk of body) {
    if (held !== undefined) {
      read.push(Buffer.from(held))
      recycle?.(held)
    }
    held = chunk
    memory.add(chunk.buffer)
  }
  read.push(Buffer.from(held ?? []))
  expect(Buffer.concat(read).equals(content.subarray(1))).toBe(true)
  expect(memory.size).toBeLessThan(5)
})
