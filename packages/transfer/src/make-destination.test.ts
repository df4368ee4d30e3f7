import { existsSync, statSync } from 'node:fs'
import { mkdir, mkdtemp, open, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Destination } from './destination.ts'
import { makeDestination } from './make-destination.ts'

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'destination-'))
})
afterAll(() => rm(folder, { recursive: true }))

test('makes parents, and many at once make the same', async () => {
  const path = join(folder, 'a/b/c')
  await Promise.all(Array.from({ length: 20 }, () => makeDestination(path)))
  expect(statSync(path).isDirectory()).toBe(true)
})

test('leaves what is there, whatever it is', async () => {
  const file = join(folder, 'file')
  await writeFile(file, '')
  await makeDestination(file)
  await symlink(folder, join(folder, 'link'))
  await makeDestination(join(folder, 'link/below'))
  expect(existsSync(join(folder, 'below'))).toBe(true)
})

test('says why there can be none', async () => {
  const file = join(folder, 'other')
  await writeFile(file, '')
  await expect(makeDestination(join(file, 'below'))).rejects.toMatchObject({
    code: 'INVALID_PARAMETER_VALUE',
    uri: join(file, 'below'),
  })
  await symlink(join(folder, 'nowhere'), join(folder, 'dangling'))
  await expect(makeDestination(join(folder, 'dangling/below'))).rejects.toMatchObject({
    code: 'INVALID_PARAMETER_VALUE',
  })
})

test('refuses a name that no file system takes', async () => {
  await expect(makeDestination(join(folder, 'a\0b'))).rejects.toMatchObject({
    code: 'INVALID_PARAMETER_VALUE',
    hint: expect.stringContaining('NUL'),
  })
})

test('says what keeps it from looking, and not that a file is in the way', async () => {
  await symlink(join(folder, 'loop'), join(folder, 'loop'))
  const call = makeDestination(join(folder, 'loop/below'))
  await expect(call).rejects.toMatchObject({ code: 'IO_ERROR', message: expect.stringContaining('ELOOP') })
})

test.skipIf(!existsSync('/proc/self/fd'))('a directory that was removed is no destination', async () => {
  const gone = join(folder, 'gone')
  await mkdir(gone)
  const handle = await open(gone)
  await rm(gone, { recursive: true })
  const call = Destination.open(`/proc/self/fd/${handle.fd}`, Number.POSITIVE_INFINITY)
  await expect(call).rejects.toMatchObject({ name: 'MlflowError', code: 'IO_ERROR' })
  await handle.close()
})

// Node's own recursive mkdir does not come back from it.
test.skipIf(!existsSync('/proc/self'))('ends where a file system makes no directories', async () => {
  await expect(makeDestination('/proc/new/below')).rejects.toMatchObject({ code: 'IO_ERROR' })
})
