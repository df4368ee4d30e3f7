import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DownloadProgress } from '@mlflow-artifacts/transfer'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { copyStore } from '../../../../demo/copy-store.ts'
import type { Artifacts } from '../artifacts.ts'
import { createArtifacts } from '../compose.ts'
import type { DownloadArtifactsOptions } from '../options.ts'
import type { ArtifactSource } from '../source/artifact-source.ts'

const RUN = '393fa378af354d8b91a3b7ffd43986ee'

let folder: string
let runArtifacts: string
let artifacts: Artifacts
let events: DownloadProgress[]

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'progress-'))
  await copyStore(folder)
  runArtifacts = join(folder, 'artifacts', RUN, 'artifacts')
  artifacts = createArtifacts({ trackingUri: `sqlite:///${join(folder, 'mlflow.db')}`, environment: {} })
})
afterAll(() => rm(folder, { recursive: true }))
beforeEach(() => {
  events = []
})

async function download(source: ArtifactSource, options: DownloadArtifactsOptions = {}): Promise<void> {
  const dstPath = await mkdtemp(join(folder, 'dst-'))
  await artifacts.downloadArtifacts(source, {
    dstPath,
    onProgress: (progress) => void events.push(progress),
    ...options,
  })
}

/** Whether an event says that all is done. */
function saysAll({ files, bytes }: DownloadProgress): boolean {
  return files.done === files.expected || bytes.done === bytes.expected
}

describe('a path of a run that has a logged model of that name, too', () => {
  // So many that events come in between.
  const COUNT = 3_000
  beforeAll(async () => {
    await mkdir(join(runArtifacts, 'model'))
    for (let index = 0; index < COUNT; index += 1) {
      await writeFile(join(runArtifacts, 'model', `${index}.txt`), 'of the run')
    }
  })
  afterAll(() => rm(join(runArtifacts, 'model'), { recursive: true }))

  test('counts as one: all is done once, at the end', async () => {
    await download(`runs:/${RUN}/model`)
    expect(events.filter(saysAll)).toHaveLength(1)
    expect(events.at(-1)?.files).toEqual({ done: COUNT + 5, expected: COUNT + 5 })
    expect(events.at(-1)).toSatisfy(saysAll)
    expect(events.flatMap(({ finished }) => finished)).toHaveLength(COUNT + 5)
    const done = events.map(({ bytes }) => bytes.done)
    expect(done).toEqual(done.toSorted((one, other) => one - other))
  })

  test('also where one of them has nothing that is selected, or misses it', async () => {
    await download(`runs:/${RUN}/model`, { include: ['MLmodel'] })
    expect(events.filter(saysAll)).toHaveLength(1)
    expect(events.at(-1)?.files).toEqual({ done: 1, expected: 1 })
    events = []
    await download(`runs:/${RUN}/model`, { include: ['7.txt'] })
    expect(events.at(-1)?.files).toEqual({ done: 1, expected: 1 })
    events = []
    await download(`runs:/${RUN}/model/7.txt`)
    expect(events.at(-1)?.files).toEqual({ done: 1, expected: 1 })
  })
})

test('a logged model alone says at the end that all is done', async () => {
  await download(`runs:/${RUN}/model`)
  expect(events.at(-1)?.files).toEqual({ done: 5, expected: 5 })
})

test('an empty directory has one event', async () => {
  await mkdir(join(runArtifacts, 'empty'))
  for (const source of [`runs:/${RUN}/empty`, `file://${join(runArtifacts, 'empty')}`]) {
    events = []
    await download(source)
    expect(events).toMatchObject([{ files: { done: 0, expected: 0 }, bytes: { done: 0, expected: 0 } }])
  }
  await rm(join(runArtifacts, 'empty'), { recursive: true })
})
