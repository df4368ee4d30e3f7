import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ArtifactBackend, FileInfo } from '@mlflow-artifacts/repository'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { copyStore } from '../../../../demo/copy-store.ts'
import type { Artifacts } from '../artifacts.ts'
import { createArtifacts } from '../compose.ts'

const RUN = '393fa378af354d8b91a3b7ffd43986ee'
const MODEL_ID = 'm-bbdbf3382985449681879e5adc99a64f'
const MODEL_FILES = ['MLmodel', 'conda.yaml', 'model.skops', 'python_env.yaml', 'requirements.txt']

let folder: string
let artifacts: Artifacts

/** A store that lists in the order of its names' reverse; `shelf:/empty` holds nothing. */
const shelf: ArtifactBackend = {
  specificationVersion: 'v1',
  name: 'shelf',
  schemes: ['shelf'],
  repository: (uri) => ({
    specificationVersion: 'v1',
    uri,
    async *list(path): AsyncGenerator<FileInfo> {
      if (path !== '' || uri.includes('empty')) return
      for (const name of ['b', 'a', '\u{1f600}', '\ufffd', 'C']) {
        yield { path: name, isDir: false, fileSize: 1 }
      }
    },
    open: () => Promise.reject(new Error('not asked for')),
  }),
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'listed-'))
  await copyStore(folder)
  const trackingUri = `sqlite:///${join(folder, 'mlflow.db')}`
  artifacts = createArtifacts({ trackingUri, environment: {}, backends: [shelf] })
})
afterAll(() => rm(folder, { recursive: true }))

describe('a list', () => {
  test("has a logged model's files behind the run's own, as Python has them, each sorted", async () => {
    const below = join(folder, 'artifacts', RUN, 'artifacts/model')
    await mkdir(below)
    for (const name of ['zz', 'AA']) await writeFile(join(below, name), '')
    try {
      const paths = (await artifacts.listArtifacts(`runs:/${RUN}/model`)).map(({ path }) => path)
      expect(paths).toEqual(['AA', 'zz', ...MODEL_FILES].map((name) => `model/${name}`))
    } finally {
      await rm(below, { recursive: true })
    }
  })

  test('is sorted by code points, whatever the store does', async () => {
    const entries = await artifacts.listArtifacts('shelf:/store/')
    expect(entries.map(({ path }) => path)).toEqual(['C', 'a', 'b', '\ufffd', '\u{1f600}'])
  })
})

describe('the root of a store', () => {
  test.each(['file:///nonexistent/', '/nonexistent/', '/nonexistent/below/', 'shelf:/empty/'])(
    '%s is nothing where there is nothing',
    async (uri) => {
      expect(await artifacts.statArtifact(uri)).toBeUndefined()
    },
  )

  test('is a directory where there is one, also an empty one', async () => {
    await mkdir(join(folder, 'empty'))
    for (const uri of [`file://${folder}/empty/`, `${folder}/`, 'shelf:/store/']) {
      expect(await artifacts.statArtifact(uri)).toMatchObject({ isDir: true })
    }
  })

  test('is a directory for a run, also one without artifacts, and not for a model without files', async () => {
    const model = join(folder, 'artifacts/models', MODEL_ID, 'artifacts')
    expect(await artifacts.statArtifact(`models:/${MODEL_ID}`)).toMatchObject({ isDir: true })
    await rm(model, { recursive: true })
    await rm(join(folder, 'artifacts', RUN), { recursive: true })
    expect(await artifacts.statArtifact(`models:/${MODEL_ID}`)).toBeUndefined()
    expect(await artifacts.statArtifact({ runId: RUN, artifactPath: 'model' })).toBeUndefined()
    expect(await artifacts.statArtifact({ runId: RUN })).toMatchObject({ isDir: true })
  })
})
