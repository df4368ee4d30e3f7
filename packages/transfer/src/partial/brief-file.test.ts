import { closeSync, constants, openSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { QuickCalls } from '@mlflow-artifacts/repository'
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { BriefFile } from './brief-file.ts'

const BYTES = Buffer.alloc(4 * 1024 * 1024, 'right')

let folder: string
let path: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'brief-file-'))
  path = join(folder, 'f')
})
afterEach(() => rm(folder, { recursive: true }))

async function openFile(
  isServedByKernel: boolean,
  flags = constants.O_CREAT | constants.O_WRONLY,
): Promise<BriefFile> {
  return await BriefFile.open(path, flags, 0o600, new QuickCalls(isServedByKernel))
}

/** Opens the next file under a descriptor that is free again. */
function openNext(descriptor: number): void {
  let opened: number
  do {
    opened = openSync(join(folder, 'next'), 'w')
    const used = opened
    onTestFinished(() => closeSync(used))
  } while (opened < descriptor)
  expect(opened).toBe(descriptor)
}

describe.each([true, false])('where the kernel serves the files: %s', (isServedByKernel) => {
  test('what is being written when a file is closed is written to it, and not to the next one', async () => {
    const file = await openFile(isServedByKernel)
    const writing = [0, 1, 2].map((index) => file.writev([BYTES], index * BYTES.byteLength))
    await file.close()
    openNext(file.fd)
    for (const { bytesWritten } of await Promise.all(writing)) expect(bytesWritten).toBe(BYTES.byteLength)
    expect(Buffer.concat([BYTES, BYTES, BYTES]).equals(await readFile(path))).toBe(true)
    expect((await readFile(join(folder, 'next'))).byteLength).toBe(0)
  })

  test('a file that is closed again leaves alone whoever has its descriptor now', async () => {
    const file = await openFile(isServedByKernel)
    await Promise.all([file.close(), file.close()])
    openNext(file.fd)
    await file.close()
    await expect(file.writev([BYTES], 0)).rejects.toThrow('The file is closed')
    expect((await readFile(join(folder, 'next'))).byteLength).toBe(0)
  })

  test('a call that fails keeps the file neither open nor from the next one', async () => {
    await openFile(isServedByKernel).then((file) => file.close())
    const file = await openFile(isServedByKernel, constants.O_RDONLY)
    await expect(file.writev([BYTES], 0)).rejects.toMatchObject({ code: 'EBADF' })
    await file.close()
    expect(() => closeSync(file.fd)).toThrow('EBADF')
  })
})
