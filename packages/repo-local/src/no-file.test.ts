import { execFile, execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { LocalRepository } from './local-repository.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'no-file-'))
})
afterEach(() => rm(folder, { recursive: true }))

const refusal = {
  code: 'INVALID_PARAMETER_VALUE',
  message: expect.stringContaining('neither a file nor a directory'),
}

test('a pipe is not read, and not given out', async () => {
  execFileSync('mkfifo', [join(folder, 'pipe')])
  const repository = new LocalRepository(folder)
  await expect(repository.open('pipe')).rejects.toMatchObject(refusal)
  await expect(repository.localPath('pipe')).rejects.toMatchObject(refusal)
})

test('whoever writes into a pipe goes on waiting for their reader', async ({ skip }) => {
  if (!existsSync('/proc/self/stat')) skip('there is no /proc here')
  const pipe = join(folder, 'pipe')
  execFileSync('mkfifo', [pipe])
  const writer = execFile('dd', [`of=${pipe}`], () => undefined)
  writer.stdin?.end('kept')
  // It sleeps until somebody opens the other end.
  await vi.waitUntil(() => / S \d+ /.test(readFileSync(`/proc/${writer.pid}/stat`, 'utf8')), {
    timeout: 10_000,
  })
  await expect(new LocalRepository(folder).open('pipe')).rejects.toMatchObject(refusal)
  expect(await readFile(pipe, 'utf8')).toBe('kept')
})

test('a socket is not read', async () => {
  const server = createServer().listen(join(folder, 'socket'))
  try {
    await expect(new LocalRepository(folder).open('socket')).rejects.toMatchObject(refusal)
  } finally {
    server.close()
  }
})

test.skipIf(!existsSync('/dev/zero')).each(['null', 'zero', 'full'])(
  'the device %s is not read',
  async (name) => {
    const repository = new LocalRepository('/dev')
    await expect(repository.open(name)).rejects.toMatchObject(refusal)
    await expect(repository.localPath(name)).rejects.toMatchObject(refusal)
  },
)

test('a directory is not read', async () => {
  await mkdir(join(folder, 'd'))
  const repository = new LocalRepository(folder)
  await expect(repository.open('d')).rejects.toMatchObject({ code: 'INVALID_PARAMETER_VALUE' })
  expect(await repository.localPath('d')).toBe(join(folder, 'd'))
})
