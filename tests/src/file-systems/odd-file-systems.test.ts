import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { download, makeDestination } from '@mlflow-artifacts/transfer'
import { describe, expect, onTestFinished, test } from 'vitest'
import { MemoryRepository } from '../../../packages/transfer/test/memory-repository.ts'
import { RangedRepository } from '../../../packages/transfer/test/ranged-repository.ts'
import { mountOdd, mountReadOnly, type Quirk } from './mount.ts'
import { mountOrSkip } from './mount-or-skip.ts'

const execute = promisify(execFile)
/** Above what is worth a look at the room on the disk. */
const SIZE = 300 * 1024
const RANGED_REPOSITORY: string = import.meta.resolve('../../../packages/transfer/test/ranged-repository.ts')
const PARTS = { partsFrom: 1, partSize: 64 * 1024, retryBaseMs: 1 }

describe.for<readonly Quirk[]>([
  ['sequential'],
  ['chmod'],
  ['statfs'],
  ['rename'],
  ['readdir'],
  ['sync'],
  ['sequential', 'chmod', 'statfs', 'rename', 'readdir'],
])('a file system that is odd in %j', (quirks) => {
  test.for([true, false])('takes large and small files (resume: %j)', async (resume, { skip }) => {
    const dstPath = await mountOrSkip(mountOdd(...quirks), skip)
    const options = { ...PARTS, dstPath, resume }
    for (const path of ['first', 'over it']) {
      const repository = new RangedRepository(SIZE)
      await download(repository, 'f', options)
      expect(await readFile(join(dstPath, 'f')), path).toEqual(repository.content)
    }
    await download(new MemoryRepository({ 'd/small': 'small' }), '', { ...options, durable: false })
    await download(new MemoryRepository({ 'd/small': 'other' }), '', { ...options, durable: false })
    expect(await readFile(join(dstPath, 'd/small'), 'utf8')).toBe('other')
    if (quirks.includes('readdir')) return
    expect((await readdir(dstPath, { recursive: true })).sort()).toEqual(['d', 'd/small', 'f'])
  })
})

test('a file system that renames nothing says so, and keeps what stood there', async ({ skip }) => {
  const dstPath = await mountOrSkip(mountOdd('rename-never'), skip)
  await writeFile(join(dstPath, 'f'), 'before')
  const error = await download(new RangedRepository(SIZE), 'f', { ...PARTS, dstPath }).catch(
    (reason: unknown) => reason,
  )
  expect(error).toMatchObject({ failures: expect.any(Map) })
  expect(String(error)).toContain('ENOSYS')
  expect(await readFile(join(dstPath, 'f'), 'utf8')).toBe('before')
})

test('where a flush is refused, a durable download fails', async ({ skip }) => {
  const dstPath = await mountOrSkip(mountOdd('sync'), skip)
  const durable = download(new RangedRepository(SIZE), 'f', { ...PARTS, dstPath, durable: true })
  await expect(durable).rejects.toThrow('EINVAL')
  expect(await readdir(dstPath)).toEqual([])
})

test.for(['create', 'write', 'flush', 'rename'])(
  'a file system that hangs in %s holds up the download, and not the process',
  async (call, { skip }) => {
    const dstPath = await mountOrSkip(mountOdd('hold'), skip)
    const beside = dirname(dstPath)
    await writeFile(join(beside, `hold-${call}`), '')
    const downloaded = download(new MemoryRepository({ f: 'small' }), '', { dstPath })
    await expect.poll(() => existsSync(join(beside, `held-${call}`))).toBe(true)
    await rm(join(beside, `hold-${call}`))
    await downloaded
    expect(await readFile(join(dstPath, 'f'), 'utf8')).toBe('small')
  },
)

test('a destination on a read-only file system says that it is', async ({ skip }) => {
  const mountPoint = await mountOrSkip(mountReadOnly(), skip)
  for (const dstPath of [join(mountPoint, 'new'), join(mountPoint, 'new/below/it')]) {
    await expect(makeDestination(dstPath)).rejects.toMatchObject({
      code: 'PERMISSION_DENIED',
      message: expect.stringContaining('EROFS'),
      hint: expect.stringContaining('read-only'),
    })
  }
  const there = download(new MemoryRepository({ a: 'a' }), '', { dstPath: mountPoint })
  await expect(there).rejects.toThrow('EROFS')
})

describe('a process that may not do all', () => {
  const script = `
    import { download } from ${JSON.stringify(import.meta.resolve('@mlflow-artifacts/transfer'))}
    import { RangedRepository } from ${JSON.stringify(RANGED_REPOSITORY)}
    const [dstPath, uid] = process.argv.slice(2)
    if (uid !== undefined) process.setuid(Number(uid))
    for (const durable of uid === undefined ? [false] : [false, true]) {
      await download(new RangedRepository(${SIZE}), 'f', { dstPath, durable, ...${JSON.stringify(PARTS)} })
    }
    console.log('done')
  `

  async function makeScript(): Promise<{ readonly file: string; readonly dstPath: string }> {
    const folder = await mkdtemp(join(tmpdir(), 'may-not-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    await chmod(folder, 0o755)
    const [file, dstPath] = [join(folder, 'script.ts'), join(folder, 'dst')]
    await writeFile(file, script)
    await mkdir(dstPath)
    return { file, dstPath }
  }

  test('in a directory that it may not list', async ({ skip }) => {
    if (process.getuid?.() !== 0) return skip('only root becomes somebody else')
    const { file, dstPath } = await makeScript()
    await chmod(dstPath, 0o333)
    const { stdout } = await execute(process.execPath, [file, dstPath, '65534'])
    expect(stdout).toBe('done\n')
    expect((await stat(join(dstPath, 'f'))).size).toBe(SIZE)
    expect(await readdir(dstPath)).toEqual(['f'])
  })

  test("under Node's --permission", async () => {
    const { file, dstPath } = await makeScript()
    const allowed = ['--permission', '--allow-fs-read=*', `--allow-fs-write=${dstPath}`]
    const { stdout } = await execute(process.execPath, [...allowed, file, dstPath])
    expect(stdout).toBe('done\n')
    expect((await stat(join(dstPath, 'f'))).size).toBe(SIZE)
    expect(await readdir(dstPath)).toEqual(['f'])
  })
})
