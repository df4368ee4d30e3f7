import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { copyStore } from '../../../demo/copy-store.ts'
import type { Artifacts } from './artifacts.ts'
import { createArtifacts } from './compose.ts'

const RUN = '393fa378af354d8b91a3b7ffd43986ee'

let folder: string
let artifacts: Artifacts

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'moved-'))
  await copyStore(folder)
  artifacts = createArtifacts({ trackingUri: `sqlite:///${join(folder, 'mlflow.db')}`, environment: {} })
})
afterAll(() => rm(folder, { recursive: true }))

/** As in a store that was recorded elsewhere. */
function recordAt(artifactUri: string): void {
  const database = new DatabaseSync(join(folder, 'mlflow.db'))
  database.prepare('UPDATE runs SET artifact_uri = ? WHERE run_uuid = ?').run(artifactUri, RUN)
  database.close()
}

async function collect(entries: AsyncIterable<unknown>): Promise<unknown[]> {
  const all: unknown[] = []
  for await (const entry of entries) all.push(entry)
  return all
}

describe.each([
  [
    'file:///old/mlruns/1/r/artifacts',
    '/old/mlruns/1/r/artifacts',
    'recorded on another one, or it was moved',
  ],
  ['/old/ml%20runs/1/r/artifacts', '/old/ml runs/1/r/artifacts', 'recorded on another one'],
  ['C:\\Users\\me\\mlruns\\0\\r\\artifacts', 'C:\\Users\\me\\mlruns', 'a path of Windows'],
  ['file:///C:/Users/me/mlruns/0/r/artifacts', '/C:/Users/me/mlruns', 'a path of Windows'],
  ['./mlruns/0/r/artifacts', './mlruns/0/r/artifacts', 'Go to the directory in which the run was logged'],
  ['~/mlruns/0/r/artifacts', '~/mlruns/0/r/artifacts', 'MLflow takes ~ for a folder of that name'],
])('a run whose artifacts are at %s', (uri, shown, advice) => {
  const error = (): unknown => {
    const hint: unknown = expect.stringMatching(/^The artifact folder .* is not on this machine: /)
    return expect.objectContaining({ code: 'RESOURCE_DOES_NOT_EXIST', hint })
  }
  const calls: Record<string, (artifacts: Artifacts) => Promise<unknown>> = {
    'downloads a file': (of) => of.downloadArtifacts({ runId: RUN, artifactPath: 'notes.txt' }),
    'downloads all': (of) => of.downloadArtifacts({ runId: RUN }),
    'downloads all to a place': (of) => of.downloadArtifacts({ runId: RUN }, { dstPath: join(folder, 'to') }),
    'downloads all by its URI': (of) =>
      of.downloadArtifacts(`runs:/${RUN}/`, { dstPath: join(folder, 'to') }),
    reads: (of) => of.loadText({ runId: RUN, artifactPath: 'notes.txt' }),
    opens: (of) => of.openArtifact({ runId: RUN, artifactPath: 'notes.txt' }),
    'lists what must exist': (of) => of.listArtifacts({ runId: RUN }, { mustExist: true }),
    'walks what must exist': (of) => collect(of.walkArtifacts({ runId: RUN }, { mustExist: true })),
  }

  test.each(Object.entries(calls))('says so to who %s', async (_, call) => {
    recordAt(uri)
    const failure: unknown = await call(artifacts).catch((reason: unknown) => reason)
    expect(failure).toEqual(error())
    expect(failure).toMatchObject({ hint: expect.stringContaining(shown) })
    expect(failure).toMatchObject({ hint: expect.stringContaining(advice) })
  })

  test('lists nothing, as in Python', async () => {
    recordAt(uri)
    expect(await artifacts.listArtifacts({ runId: RUN })).toEqual([])
  })
})

test.each([0, 1, 2])(
  'a run that has logged nothing is no moved one: %i levels of its folder are there',
  async (levels) => {
    const store = await mkdtemp(join(folder, 'empty-'))
    const uri = join(store, '1', 'r', 'artifacts')
    await mkdir(join(store, ...['1', 'r'].slice(0, levels)), { recursive: true })
    recordAt(uri)
    expect(await artifacts.listArtifacts({ runId: RUN }, { mustExist: true })).toEqual([])
    const dstPath = join(folder, `of-empty-${levels}`)
    expect(await artifacts.downloadArtifacts({ runId: RUN }, { dstPath })).toBe(dstPath)
    const missing = artifacts.loadText({ runId: RUN, artifactPath: 'a.txt' })
    await expect(missing).rejects.toMatchObject({
      code: 'RESOURCE_DOES_NOT_EXIST',
      hint: expect.not.stringContaining('not on this machine'),
    })
  },
)

describe('what must exist', () => {
  test.each(['nope', 'nope/', './nope/deeper'])('is an error where it does not: %s', async (path) => {
    for (const source of [join(folder, path), `file://${join(folder, path)}`]) {
      const refusal = {
        code: 'RESOURCE_DOES_NOT_EXIST',
        message: expect.stringContaining('No such artifact'),
      }
      await expect(artifacts.listArtifacts(source, { mustExist: true })).rejects.toMatchObject(refusal)
      await expect(collect(artifacts.walkArtifacts(source, { mustExist: true }))).rejects.toMatchObject(
        refusal,
      )
      expect(await artifacts.listArtifacts(source)).toEqual([])
      expect(await collect(artifacts.walkArtifacts(source))).toEqual([])
    }
  })

  test('may be empty, or a file', async () => {
    await mkdir(join(folder, 'empty'))
    for (const source of ['empty', 'empty/', 'mlflow.db'])
      expect(await artifacts.listArtifacts(join(folder, source), { mustExist: true })).toEqual([])
  })

  test('is not looked for where the store knows no empty directories, but for what was typed', async () => {
    const repository = {
      specificationVersion: 'v1',
      async *list() {},
      open: () => Promise.reject(new Error('no')),
    } as const
    const backend = {
      specificationVersion: 'v1',
      name: 'mem',
      schemes: ['mem'],
      repository: (uri: string) => ({ ...repository, uri }),
    } as const
    const options = { backends: [backend], mustExist: true }
    expect(await artifacts.listArtifacts('mem://bucket/', options)).toEqual([])
    const missing = {
      code: 'RESOURCE_DOES_NOT_EXIST',
      message: 'No such artifact: nothing is at mem://bucket/typo',
    }
    await expect(artifacts.listArtifacts('mem://bucket/typo/', options)).rejects.toMatchObject(missing)
    recordAt('mem://bucket/run')
    expect(await artifacts.listArtifacts({ runId: RUN }, options)).toEqual([])
    await expect(artifacts.listArtifacts({ runId: RUN, artifactPath: 'a' }, options)).rejects.toMatchObject({
      message: "No such artifact: 'a'",
    })
  })
})
