import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { copyStore } from '../../../../demo/copy-store.ts'
import type { Artifacts } from '../artifacts.ts'
import { createArtifacts } from '../compose.ts'

const RUN = '393fa378af354d8b91a3b7ffd43986ee'

let folder: string
let runArtifacts: string
let artifacts: Artifacts

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'selection-'))
  await copyStore(folder)
  runArtifacts = join(folder, 'artifacts', RUN, 'artifacts')
  artifacts = createArtifacts({ trackingUri: `sqlite:///${join(folder, 'mlflow.db')}`, environment: {} })
})
afterAll(() => rm(folder, { recursive: true }))

async function newFolder(): Promise<string> {
  return await mkdtemp(join(folder, 'dst-'))
}

async function tree(path: string): Promise<string[]> {
  return (await readdir(path, { recursive: true })).sort()
}

test('what is selected of a local directory is a copy', async () => {
  const source = `file://${runArtifacts}`
  const path = await artifacts.downloadArtifacts(source, { include: ['metrics/*.json'] })
  expect(path).not.toBe(runArtifacts)
  expect(await tree(path)).toEqual(['metrics', 'metrics/summary.json'])
  expect(await artifacts.downloadArtifacts({ runId: RUN })).toBe(runArtifacts)
  const without = await artifacts.downloadArtifacts({ runId: RUN }, { exclude: ['/*', '!/notes.txt'] })
  expect(await tree(without)).toEqual(['notes.txt'])
})

describe('what selects nothing', () => {
  test.each([`runs:/${RUN}`, `runs:/${RUN}/metrics`, `runs:/${RUN}/notes.txt`, `runs:/${RUN}/model`])(
    'of %s is said as it is, and not as a wrong path',
    async (uri) => {
      const call = artifacts.downloadArtifacts(uri, { dstPath: await newFolder(), include: ['/no/such/*'] })
      await expect(call).rejects.toMatchObject({
        name: 'EmptySelectionError',
        code: 'RESOURCE_DOES_NOT_EXIST',
        message: expect.stringMatching(/selected by include \["\/no\/such\/\*"\]\. There is "/),
      })
    },
  )
})

describe('a run with a directory and a logged model of one name', () => {
  beforeAll(async () => {
    await mkdir(join(runArtifacts, 'model'))
    await writeFile(join(runArtifacts, 'model/notes.txt'), 'of the run')
  })
  afterAll(() => rm(join(runArtifacts, 'model'), { recursive: true }))

  test.each([
    [['MLmodel'], ['model', 'model/MLmodel', 'model/registered_model_meta']],
    [['notes.txt'], ['model', 'model/notes.txt']],
  ])('%j may be of either', async (include, expected) => {
    const dstPath = await newFolder()
    const path = await artifacts.downloadArtifacts(`runs:/${RUN}/model`, { dstPath, include })
    expect(path).toBe(join(dstPath, 'model'))
    expect(await tree(dstPath)).toEqual(expected)
  })

  test('nothing of both is an error', async () => {
    const call = artifacts.downloadArtifacts(`runs:/${RUN}/model`, {
      dstPath: await newFolder(),
      include: ['*.nope'],
    })
    await expect(call).rejects.toMatchObject({
      name: 'EmptySelectionError',
      message: expect.stringContaining('There is "notes.txt"'),
    })
  })
})
