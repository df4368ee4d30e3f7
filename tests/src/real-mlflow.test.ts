import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { downloadArtifacts, loadDict, loadImage, loadText } from 'mlflow-artifacts'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { attempt } from './answer.ts'
import { pythonExecutable } from './python-executable.ts'
import { PythonWorker } from './python-worker.ts'
import { type RecordedStore, recordStore } from './recorded-store.ts'
import { serverSources } from './server-sources.ts'
import { cleanEnvironment } from './servers/clean-environment.ts'
import { SideBySide } from './side-by-side.ts'
import { type ComparedSource, OPERATIONS, type Source } from './source.ts'
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
  [uri('{artifacts}/notes.txt/')],
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

const LOADERS = {
  load_text: [loadText, 'mlflow.artifacts.load_text'],
  load_dict: [loadDict, 'mlflow.artifacts.load_dict'],
} as const

const LOADED: readonly (readonly [keyof typeof LOADERS, string])[] = [
  ['load_text', 'runs:/{run}/notes.txt'],
  ['load_text', 'runs:/{run}/empty.bin'],
  ['load_text', 'runs:/{run}/data/deeper/é 中 100%.txt'],
  ['load_text', 'models:/registered@champion/values.json'],
  ['load_text', '{artifacts}/B.txt'],
  ['load_text', 'runs:/{run}/latin1.txt'],
  ['load_text', 'runs:/{run}/nope'],
  ['load_dict', 'runs:/{run}/data/values.json'],
  ['load_dict', 'models:/registered/1/values.json'],
  ['load_dict', 'runs:/{run}/notes.txt'],
  ['load_dict', 'runs:/{run}/empty.bin'],
  ['load_dict', 'runs:/{run}/latin1.txt'],
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
      modelMeta: join(recorded.modelArtifacts, 'registered_model_meta'),
      places: {
        run: recorded.runId,
        emptyRun: recorded.emptyRunId,
        model: recorded.modelId,
        artifacts: recorded.artifacts,
        relative: relative(process.cwd(), recorded.artifacts),
        missingId: 'f'.repeat(32),
      },
    })
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
        const ours = await sides.ourAnswer(operation, compared[0])
        expect.soft(ours, operation).toEqual(await sides.expectedAnswer(operation, compared))
      }
    },
  )

  test('a download that copies nothing leaves the store as it is (meta-into-copies)', async () => {
    await downloadArtifacts(`models:/${recorded.modelId}`, { trackingUri, environment })
    expect(await readdir(recorded.modelArtifacts)).not.toContain('registered_model_meta')
  })

  test.each(LOADED)('%s %s', async (loader, source) => {
    const [ours, pythons] = LOADERS[loader]
    const artifact_uri = sides.fill(source)
    const answer = await attempt<unknown>(() => ours(artifact_uri, { trackingUri, environment }))
    expect(answer).toEqual(await attempt(() => worker.call(pythons, { artifact_uri })))
  })

  test('load_image', async () => {
    const source = `runs:/${recorded.runId}/plot.png`
    const { width, height } = await (await loadImage(source, { trackingUri, environment })).metadata()
    expect({ width, height }).toEqual(
      await worker.call('mlflow.artifacts.load_image', { artifact_uri: source }),
    )
  })
})
