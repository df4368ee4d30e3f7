import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'

const LIBRARY: string = JSON.stringify(new URL('index.ts', import.meta.url).href)

let folder: string

beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'working-')))
  for (const name of ['here', 'there']) {
    await mkdir(join(folder, name, 'artifacts'), { recursive: true })
    await writeFile(join(folder, name, 'artifacts/text'), JSON.stringify(name))
    const width = name === 'here' ? 1 : 2
    const image = { create: { width, height: 1, channels: 3, background: 'red' } } as const
    await sharp(image)
      .png()
      .toFile(join(folder, name, 'artifacts/image'))
  }
})
afterAll(() => rm(folder, { recursive: true }))

/** What a call gives that is made in `here`, while the process goes on to `there`. */
async function callAndLeave(call: string): Promise<unknown> {
  const script = `
    const library = await import(${LIBRARY})
    const calling = (${call})(library)
    process.chdir('../there')
    let result = await calling
    if (result?.[Symbol.asyncIterator] !== undefined) result = await Array.fromAsync(result)
    console.log(JSON.stringify(result))`
  const args = ['--input-type=module', '-e', script]
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: join(folder, 'here') })
  return JSON.parse(stdout)
}

test('a relative dstPath is that of the call, whatever the program changes to', async () => {
  const call = `({ downloadArtifacts }) => downloadArtifacts('artifacts/text', { dstPath: 'new/copy' })`
  const path = join(folder, 'here/new/copy/text')
  expect(await callAndLeave(call)).toBe(path)
  expect(await readFile(path, 'utf8')).toBe('"here"')
})

test.each([
  ['downloadArtifacts', `('artifacts/text')`, () => join(folder, 'here/artifacts/text')],
  ['loadText', `('artifacts/text')`, () => '"here"'],
  ['loadDict', `('./artifacts/text')`, () => 'here'],
  ['loadDict', `('file:artifacts/text')`, () => 'here'],
  ['loadImage', `('artifacts/image').then((image) => image.metadata()).then(({ width }) => width)`, () => 1],
  ['statArtifact', `('artifacts/text').then(({ fileSize }) => fileSize)`, () => 6],
  ['openArtifact', `('artifacts/text').then(({ size }) => size)`, () => 6],
  [
    'listArtifacts',
    `('artifacts').then((listed) => listed.map(({ path }) => path))`,
    () => ['artifacts/image', 'artifacts/text'],
  ],
  [
    'walkArtifacts',
    `('artifacts')`,
    () => expect.arrayContaining([expect.objectContaining({ fileSize: 6 })]),
  ],
])('so is a relative source of %s%s', async (name, args, expected) => {
  expect(await callAndLeave(`(library) => library.${name}${args}`)).toEqual(expected())
})

test('where the working directory was removed, what is absolute is read all the same', async () => {
  const gone = join(folder, 'gone')
  await mkdir(gone)
  const script = `
    const { loadText } = await import(${LIBRARY})
    process.chdir(${JSON.stringify(gone)})
    ;(await import('node:fs')).rmdirSync(${JSON.stringify(gone)})
    console.log(await loadText(${JSON.stringify(join(folder, 'here/artifacts/text'))}))
    await loadText('artifacts/text').catch(({ code }) => console.log(code))`
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script])
  expect(stdout).toBe('"here"\nRESOURCE_DOES_NOT_EXIST\n')
})
