import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { downloadArtifacts } from 'mlflow-artifacts'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { expectedAnswer } from './expected-answer.ts'
import { fill } from './fill.ts'
import { pythonExecutable } from './python-executable.ts'
import { PythonWorker } from './python-worker.ts'
import { type RecordedStore, recordStore } from './recorded-store.ts'
import { serverSources } from './server-sources.ts'
import { cleanEnvironment } from './servers/clean-environment.ts'
import { SideBySide } from './side-by-side.ts'
import { type ComparedSource, type Load, OPERATIONS, type Source } from './source.ts'
import { SOURCES } from './sources.ts'

const uri = (artifact_uri: string): Source => ({ artifact_uri })

const PATHS: readonly ComparedSource[] = [
  [uri('{model}')],
  [uri('{artifacts}')],
  [uri('{artifacts}/')],
  [uri('{artifacts}/notes.txt')],
  [uri('{artifacts}/data')],
  [uri('{artifacts}/data/')],
  [uri('{artifacts}/empty folder')],
  [uri('{artifacts}/empty.bin')],
  [uri('{artifacts}/nope')],
  [uri('{artifacts}/nope/')],
  [uri('{artifacts}/notes.txt/'), { row: 'missing-below-run', code: 'RESOURCE_DOES_NOT_EXIST' }],
  [uri('{artifacts}/empty folder/')],
  [uri('file://{artifacts}')],
  [uri('file://{artifacts}/data')],
  [uri('file:{artifacts}/data/')],
  [
    uri('file://{artifacts}/data/deeper/%C3%A9%20%E4%B8%AD%20100%25.txt'),
    { row: 'literal-names', like: uri('{artifacts}/data/deeper/é 中 100%.txt') },
  ],
  [uri('file://{artifacts}/nope')],
  [uri('{relative}/data')],
  [uri('{relative}/notes.txt')],
  [uri('file:{relative}/data')],
]

const LOADED: readonly (readonly [Load, string])[] = [
  ['load text', 'runs:/{run}/notes.txt'],
  ['load text', 'runs:/{run}/empty.bin'],
  ['load text', 'runs:/{run}/data/deeper/é 中 100%.txt'],
  ['load text', 'models:/registered@champion/values.json'],
  ['load text', '{artifacts}/B.txt'],
  ['load text', 'runs:/{run}/latin1.txt'],
  ['load text', 'runs:/{run}/nope'],
  ['load dict', 'runs:/{run}/data/values.json'],
  ['load dict', 'models:/registered/1/values.json'],
  ['load dict', 'runs:/{run}/notes.txt'],
  ['load dict', 'runs:/{run}/empty.bin'],
  ['load dict', 'runs:/{run}/latin1.txt'],
  ['load image', 'runs:/{run}/plot.png'],
  ['load image', 'runs:/{run}/notes.txt'],
  ['load image', 'runs:/{run}/data'],
]

interface Store {
  name: string
  trackingUri: (folder: string) => string
  /** Where the experiment keeps its artifacts. Default: where the store does. */
  artifactLocation?: (folder: string) => string
}

const STORES: readonly Store[] = [
  {
    name: 'SQLite',
    trackingUri: (folder) => `sqlite:///${folder}/mlflow.db`,
    artifactLocation: (folder) => join(folder, 'artifacts'),
  },
  { name: 'file store', trackingUri: (folder) => `file://${folder}/mlruns` },
]

const python = pythonExecutable()

test('every difference is a row of docs/differences.md', async () => {
  const page = await readFile(new URL('../../docs/differences.md', import.meta.url), 'utf8')
  const rows = [...page.matchAll(/^\| `([\w-]+)`/gm)].map((match) => match[1])
  const named = [...SOURCES, ...PATHS, ...serverSources(true, true)].flatMap(
    ([, difference]) => difference?.row ?? [],
  )
  expect(rows).toEqual(expect.arrayContaining(named))
})

describe.skipIf(python === undefined).each(STORES)('as Python answers: $name', (store) => {
  let folder: string
  let trackingUri: string
  let worker: PythonWorker
  let recorded: RecordedStore
  let sides: SideBySide
  let places: Record<string, string>
  let environment: Record<string, string | undefined>

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'real-mlflow-'))
    trackingUri = store.trackingUri(folder)
    await mkdir(join(folder, 'temporary'))
    vi.stubEnv('TMPDIR', join(folder, 'temporary'))
    environment = cleanEnvironment(folder, {
      MLFLOW_TRACKING_URI: trackingUri,
      MLFLOW_ALLOW_FILE_STORE: 'true',
    })
    worker = new PythonWorker(python ?? '', environment)
    const location = store.artifactLocation?.(folder)
    recorded = await recordStore(worker, folder, {
      name: 'real',
      ...(location !== undefined && { artifact_location: location }),
    })
    sides = new SideBySide({
      worker,
      folder,
      options: { trackingUri, environment },
    })
    places = {
      run: recorded.runId,
      emptyRun: recorded.emptyRunId,
      model: recorded.modelId,
      artifacts: recorded.artifacts,
      relative: relative(process.cwd(), recorded.artifacts),
      missingId: 'f'.repeat(32),
    }
  })
  afterAll(async () => {
    vi.unstubAllEnvs()
    await worker.close()
    await rm(folder, { recursive: true })
  })

  test.each([...SOURCES, ...PATHS].map((compared) => ({ compared, name: JSON.stringify(compared[0]) })))(
    '$name',
    async ({ compared }) => {
      for (const operation of OPERATIONS) {
        const ours = await sides.ourAnswer(operation, fill(compared[0], places))
        expect.soft(ours, operation).toEqual(await expectedAnswer(sides, operation, compared, places))
      }
    },
  )

  test('a download that copies nothing leaves the store as it is (meta-into-copies)', async () => {
    await downloadArtifacts(`models:/${recorded.modelId}`, { trackingUri, environment })
    expect(await readdir(recorded.modelArtifacts)).not.toContain('registered_model_meta')
  })

  test.each(LOADED)('%s %s', async (load, artifact_uri) => {
    const source = fill({ artifact_uri }, places)
    expect(await sides.ourAnswer(load, source)).toEqual(await sides.pythonAnswer(load, source))
  })
})
