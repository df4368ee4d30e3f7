import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { text } from 'node:stream/consumers'
import { type MemoryFile, memoryBackend, memoryFile } from '@mlflow-artifacts/example-memory-backend'
import { offlineContext } from '@mlflow-artifacts/repository/conformance'
import {
  type ArtifactBackend,
  type Artifacts,
  createArtifacts,
  type DownloadProgress,
} from 'mlflow-artifacts/compose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { copyStore } from '../../demo/copy-store.ts'
import { readTree } from './read-tree.ts'
import { answerAsMlflow, PRETENDED_RUN } from './servers/answer-as-mlflow.ts'
import { startScriptedServer } from './servers/start-scripted-server.ts'
import { writeFiles } from './write-files.ts'

const RUN = '393fa378af354d8b91a3b7ffd43986ee'

const ROOT = 'store/1/artifacts'
const TREE: Readonly<Record<string, string>> = {
  'notes.txt': 'first\n',
  'data/values.json': '{"a": [1, 2.5]}',
  'data/part #2 100%.txt': 'é',
}
const files: ReadonlyMap<string, MemoryFile> = new Map(
  Object.entries(TREE).map(([path, content]) => [`${ROOT}/${path}`, memoryFile(content)]),
)
const backends = [memoryBackend(files)]

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'custom-backend-'))
})
afterAll(() => rm(folder, { recursive: true }))

/** Stores that know a run of these files, each with the id of the run. */
const TRACKING: Readonly<Record<string, () => Promise<[trackingUri: string, runId: string]>>> = {
  async 'a SQLite store'() {
    await copyStore(folder)
    const path = join(folder, 'mlflow.db')
    const database = new DatabaseSync(path)
    database.prepare('UPDATE runs SET artifact_uri = ? WHERE run_uuid = ?').run(`memory:/${ROOT}`, RUN)
    database.close()
    return [`sqlite:///${path}`, RUN]
  },
  async 'a file store'() {
    const store = join(folder, 'mlruns')
    const meta = { experiment_id: '1', lifecycle_stage: 'active' }
    const run = { ...meta, run_id: RUN, run_uuid: RUN, status: 3, user_id: 'u', start_time: 1, end_time: 2 }
    await writeMeta(join(store, '1'), { ...meta, name: 'e', artifact_location: 'memory:/store' })
    for (const name of ['metrics', 'params', 'artifacts'])
      await mkdir(join(store, '1', RUN, name), { recursive: true })
    await writeMeta(join(store, '1', RUN), { ...run, artifact_uri: `memory:/${ROOT}` })
    return [store, RUN]
  },
  async 'a tracking server'() {
    const artifacts = { list: () => [], artifactUri: `memory:/${ROOT}` }
    const server = await startScriptedServer((request, response) =>
      answerAsMlflow(request, response, artifacts),
    )
    servers.push(server)
    return [server.uri, PRETENDED_RUN]
  },
}
const servers: { close(): Promise<unknown> }[] = []
afterAll(() => Promise.all(servers.map((server) => server.close())))

/** JSON is YAML. */
async function writeMeta(directory: string, meta: Readonly<Record<string, unknown>>): Promise<void> {
  await mkdir(directory, { recursive: true })
  await writeFile(join(directory, 'meta.yaml'), JSON.stringify(meta))
}

describe.each(Object.entries(TRACKING))('a run of %s whose artifacts are in it', (_, start) => {
  let artifacts: Artifacts
  let runId: string
  beforeAll(async () => {
    let trackingUri: string
    ;[trackingUri, runId] = await start()
    artifacts = createArtifacts({ trackingUri, backends, environment: {} })
  })

  test('is downloaded, whole and verified by its checksums', async () => {
    const events: DownloadProgress[] = []
    const dstPath = await mkdtemp(join(folder, 'dst-'))
    const options = { dstPath, onProgress: (event: DownloadProgress) => void events.push(event) }
    expect(await artifacts.downloadArtifacts(`runs:/${runId}/`, options)).toBe(dstPath)
    const expected = await mkdtemp(join(folder, 'expected-'))
    await writeFiles(expected, TREE)
    expect(await readTree(dstPath)).toEqual(await readTree(expected))
    const verified = events.flatMap(({ finished }) => finished.map(({ verified }) => verified))
    expect(verified).toEqual(['checksum', 'checksum', 'checksum'])
  })

  test('is listed and walked', async () => {
    expect(await artifacts.listArtifacts(`runs:/${runId}`)).toEqual([
      { path: 'data', isDir: true, fileSize: undefined },
      { path: 'notes.txt', isDir: false, fileSize: 6 },
    ])
    const walked: string[] = []
    for await (const { path } of artifacts.walkArtifacts({ runId })) walked.push(path)
    expect(walked.sort()).toEqual(Object.keys(TREE).sort())
  })

  test('is loaded and opened', async () => {
    expect(await artifacts.loadText({ runId, artifactPath: 'data/part #2 100%.txt' })).toBe('é')
    expect(await artifacts.loadDict(`runs:/${runId}/data/values.json`)).toEqual({ a: [1, 2.5] })
    const content = await artifacts.openArtifact(`runs:/${runId}/notes.txt`, { range: { start: 2, end: 4 } })
    expect(content.range).toEqual({ start: 2, end: 4 })
    expect(await text(content.body)).toBe('rs')
  })

  test('leads to it, hop by hop', async () => {
    const { hops, repositoryUri, path } = await artifacts.resolveArtifact(`runs:/${runId}/data/values.json`)
    expect(hops.map(({ via }) => via)).toEqual(['source', 'run'])
    expect([repositoryUri, path]).toEqual([`memory:/${ROOT}`, 'data/values.json'])
  })
})

describe('its own URI', () => {
  const artifacts = createArtifacts({ backends, environment: {} })

  test.each(['memory:/', 'memory:///'])('%s, and what is below it', async (root) => {
    expect((await artifacts.listArtifacts(root)).map(({ path }) => path)).toEqual(['store'])
    expect(await artifacts.loadText(`${root}${ROOT}/notes.txt`)).toBe('first\n')
  })

  test('without the backend, is an error that says where to pass one', async () => {
    await expect(createArtifacts().loadText('memory:/a')).rejects.toMatchObject({
      name: 'BackendNotRegisteredError',
      hint: "Pass a backend for 'memory:' in the option backends.",
    })
  })

  test('whose bytes do not match their checksum gives no file', async () => {
    const broken = { ...memoryFile('right'), bytes: Buffer.from('wrong') }
    const dstPath = await mkdtemp(join(folder, 'dst-'))
    const options = { backends: [memoryBackend(new Map([['a', broken]]))], dstPath, attempts: 1 }
    const download = artifacts.downloadArtifacts('memory:/a', options)
    await expect(download).rejects.toMatchObject({ code: 'DATA_LOSS' })
    expect((await readdir(dstPath)).filter((name) => !name.startsWith('.'))).toEqual([])
  })
})

describe('a backend for a built-in scheme', () => {
  const local = join(tmpdir(), 'nothing-is-here')
  /** Serves one file at every URI of a scheme. */
  const mine = (scheme: string, content = scheme): ArtifactBackend => {
    const backend = memoryBackend(new Map([['a.txt', memoryFile(content)]]))
    return { ...backend, schemes: [scheme], repository: () => backend.repository('memory:/', offlineContext) }
  }
  test.each([
    ['', `${local}/a.txt`],
    ['file', `file://${local}/a.txt`],
    ['http', 'http://127.0.0.1:1/a.txt'],
    ['mlflow-artifacts', 'mlflow-artifacts:/a.txt'],
  ])('%j goes before it', async (scheme, uri) => {
    expect(await createArtifacts({ backends: [mine(scheme)], environment: {} }).loadText(uri)).toBe(scheme)
  })

  test('and one of the call before one of createArtifacts', async () => {
    const artifacts = createArtifacts({ backends: [mine('http')], environment: {} })
    const ofCall = { backends: [mine('http', 'of the call')] }
    expect(await artifacts.loadText('http://127.0.0.1:1/a.txt', ofCall)).toBe('of the call')
  })
})
