import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { FileInfo } from 'mlflow-artifacts'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { expectedAnswer } from './expected-answer.ts'
import { pythonExecutable } from './python-executable.ts'
import { PythonWorker } from './python-worker.ts'
import { cleanEnvironment } from './servers/clean-environment.ts'
import { type FakeGcs, startFakeGcs } from './servers/start-fake-gcs.ts'
import { SideBySide } from './side-by-side.ts'
import { type ComparedSource, type Difference, OPERATIONS } from './source.ts'

/** What nobody would log, but may stand in a bucket. */
const OBJECTS: Readonly<Record<string, string>> = {
  'top.txt': 'top',
  'dir/a.txt': 'a',
  'dir/sub/b.txt': 'b',
  'runs/1/model/a.bin': 'a',
  'runs/1/model/b/c.bin': 'c',
  'runs/1/model-2/x': 'a sibling',
  'runs/marked/': '',
  'runs/marked/d/': '',
  'runs/marked/e/': '',
  'runs/marked/e/f.txt': 'f',
  'runs/odd/a//b.txt': 'b',
  'runs/odd/a/c.txt': 'c',
  'runs/odd/./d.txt': 'd',
  'runs/both/name': 'file',
  'runs/both/name/x.txt': 'x',
}

const uri = (artifact_uri: string) => ({ artifact_uri })
const file = (path: string, fileSize: number) => ({ path, isDir: false, fileSize })
const folder = (path: string) => ({ path, isDir: true, fileSize: undefined })
const GZIPPED = 'stored as gzip'
const TREE_OF_DIR = { 'a.txt': 'a', sub: 'directory', 'sub/b.txt': 'b' }

/** What is downloaded, and listed where that differs too, where Python loses something without a word. */
function found(row: string, name: string, below: Record<string, string>, listed?: FileInfo[]): Difference {
  const entries = Object.entries(below).map(([path, content]) => [`${name}/${path}`, content])
  const tree = { [name]: 'directory', ...Object.fromEntries(entries) }
  const answers = {
    download: { returned: `{temporary}/${name}`, tree },
    'download to a folder': { returned: `{destination}/${name}`, tree },
  }
  return { row, answers: listed === undefined ? answers : { ...answers, list: { listed } } }
}

const MISSING: Difference = { row: 'real-cause', code: 'RESOURCE_DOES_NOT_EXIST' }

const SOURCES: readonly ComparedSource[] = [
  [uri('gs://bucket/top.txt')],
  [uri('gs://bucket/nope'), MISSING],
  [uri('gs://bucket/dir/')],
  [
    uri('gs://bucket/dir'),
    found('bucket-root', 'dir', TREE_OF_DIR, [file('dir/a.txt', 1), folder('dir/sub')]),
  ],
  [uri('gs://bucket/dir/a.txt')],
  [uri('gs://bucket/runs/1')],
  [uri('gs://bucket/runs/1/model')],
  [uri('gs://bucket/runs/1/model/')],
  [uri('gs://bucket/runs/1/model/b')],
  [uri('gs://bucket/runs/1/mod'), MISSING],
  [uri('gs://bucket/runs/1/mod/')],
  [uri('gs://bucket/runs/marked/')],
  [uri('gs://bucket/runs/marked')],
  [uri('gs://bucket/runs/gzip/a.txt')],
  [
    uri('gs://bucket/runs/gzip'),
    found('gzip-sizes', 'gzip', { 'a.txt': GZIPPED }, [{ ...file('gzip/a.txt', 0), fileSize: undefined }]),
  ],
  [
    uri('gs://bucket/runs/odd'),
    found('nameless-directories', 'odd', { a: 'directory', 'a/b.txt': 'b', 'a/c.txt': 'c', 'd.txt': 'd' }, [
      folder('odd/a'),
    ]),
  ],
  [
    uri('gs://bucket/runs/odd/a'),
    found('nameless-directories', 'a', { 'b.txt': 'b', 'c.txt': 'c' }, [file('a/c.txt', 1)]),
  ],
]

const python = pythonExecutable()

describe.skipIf(python === undefined)('buckets of GCS, as Python reads them', () => {
  let place: string
  let store: FakeGcs
  let worker: PythonWorker
  let sides: SideBySide

  beforeAll(async () => {
    place = await mkdtemp(join(tmpdir(), 'gcs-layouts-'))
    await mkdir(join(place, 'temporary'))
    vi.stubEnv('TMPDIR', join(place, 'temporary'))
    store = await startFakeGcs({ python: python ?? '', folder: place, bucket: 'bucket' })
    for (const [name, content] of Object.entries(OBJECTS)) await store.put('bucket', name, content)
    await store.put('bucket', 'runs/gzip/a.txt', gzipSync(GZIPPED), { contentEncoding: 'gzip' })
    const trackingUri = `sqlite:///${join(place, 'mlflow.db')}`
    const environment = cleanEnvironment(place, {
      MLFLOW_TRACKING_URI: trackingUri,
      MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR: 'false',
      ...store.environment,
    })
    worker = new PythonWorker(python ?? '', environment)
    sides = new SideBySide({ worker, folder: place, options: { trackingUri, environment } })
  })
  afterAll(async () => {
    vi.unstubAllEnvs()
    await worker.close()
    await store.stop()
    await rm(place, { recursive: true })
  })

  test.each(SOURCES.map((compared) => ({ compared, name: compared[0].artifact_uri })))(
    '$name',
    async ({ compared }) => {
      for (const operation of OPERATIONS) {
        const ours = await sides.ourAnswer(operation, compared[0])
        expect.soft(ours, operation).toEqual(await expectedAnswer(sides, operation, compared, {}))
      }
    },
    30_000,
  )

  test('a bucket as a whole (bucket-root)', async () => {
    const listed = [folder('dir'), folder('runs'), file('top.txt', 3)]
    expect(await sides.pythonAnswer('list', uri('gs://bucket'))).toEqual({ listed: [] })
    expect(await sides.ourAnswer('list', uri('gs://bucket'))).toEqual({ listed })
  })

  test('a bucket that is missing (real-cause)', async () => {
    const missing = uri('gs://missing/run/x')
    for (const operation of OPERATIONS) {
      expect(await sides.ourAnswer(operation, missing)).toMatchObject({ code: 'RESOURCE_DOES_NOT_EXIST' })
      expect(await sides.pythonAnswer(operation, missing)).toMatchObject({ code: undefined })
    }
  })

  test('a name that is a file and a directory fails on both sides; alone, Python leaves out the file (both-kinds)', async () => {
    const failed = { message: expect.stringContaining('failures occurred') }
    for (const side of ['ourAnswer', 'pythonAnswer'] as const) {
      expect(await sides[side]('download', uri('gs://bucket/runs/both'))).toMatchObject(failed)
    }
    const name = uri('gs://bucket/runs/both/name')
    expect(await sides.ourAnswer('download', name)).toMatchObject(failed)
    expect(await sides.pythonAnswer('download', name)).toMatchObject({
      tree: { name: 'directory', 'name/x.txt': 'x' },
    })
    const directory = uri('gs://bucket/runs/both/name/')
    for (const [operation, source] of [
      ['list', name],
      ['list', directory],
      ['download', directory],
    ] as const)
      expect(await sides.ourAnswer(operation, source)).toEqual(await sides.pythonAnswer(operation, source))
  })
})
