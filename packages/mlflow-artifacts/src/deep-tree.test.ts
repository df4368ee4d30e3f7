import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { downloadArtifacts, walkArtifacts } from './index.ts'

/** As deep as the names of Linux allow. */
const DEEP = 'd/'.repeat(1_000)

// Where each level resolves the whole path anew, this takes minutes.
test('a tree of 1,000 levels is walked and downloaded, and downloaded again', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'deep-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const [source, dstPath] = [join(folder, 'from'), join(folder, 'to')]
  await mkdir(join(source, DEEP), { recursive: true })
  await writeFile(join(source, DEEP, 'f'), 'content')
  const found: string[] = []
  for await (const { path } of walkArtifacts(source)) found.push(path)
  expect(found).toHaveLength(1)
  for (const round of [1, 2]) {
    const path = await downloadArtifacts(source, { dstPath })
    expect(await readFile(join(path, DEEP, 'f'), 'utf8'), `${round}`).toBe('content')
  }
}, 60_000)
