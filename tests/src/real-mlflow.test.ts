import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import {
  type ArtifactSource,
  downloadArtifacts,
  type FileInfo,
  listArtifacts,
  loadDict,
  loadImage,
  loadText,
  MlflowError,
} from 'mlflow-artifacts'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { PythonError } from './python-error.ts'
import { pythonExecutable } from './python-executable.ts'
import { PythonWorker } from './python-worker.ts'
import { readTree } from './read-tree.ts'
import { type RecordedStore, recordStore } from './recorded-store.ts'

/** A source in Python's words, where `{name}` stands for what `places` below holds. */
interface Source {
  artifact_uri?: string
  run_id?: string
  artifact_path?: string
}

const OPERATIONS = ['download', 'download to a folder', 'list'] as const
type Operation = (typeof OPERATIONS)[number]

interface Rejection {
  code: string | undefined
  message: string
}

type Answer =
  | {
      returned: string
      /** Of the folder that was made; undefined where nothing was copied. */
      tree: Record<string, string> | undefined
    }
  | { listed: FileInfo[] }
  | Rejection

/** Where we do better than Python. */
interface Difference {
  /** Names the row of docs/differences.md. */
  row: string
  /** We answer as Python answers this source. */
  like?: Source
  /** We reject so. */
  errors?: Partial<Record<Operation, Answer>>
}

const uri = (artifact_uri: string): Source => ({ artifact_uri })
const run = (artifact_path?: string): Source =>
  artifact_path === undefined ? { run_id: '{run}' } : { run_id: '{run}', artifact_path }

const OUTSIDE = 'Invalid path: resolved path is outside the artifact directory'
const failedToDownload = (path: string): string =>
  `Failed to download artifacts from path '${path}', please ensure that the path is correct.`

function rejected(code: string, message: string): Partial<Record<Operation, Answer>> {
  return { download: { code, message }, 'download to a folder': { code, message } }
}

const SOURCES: readonly (readonly [Source, Difference?])[] = [
  [run()],
  [run('')],
  [run('notes.txt')],
  [run('data')],
  [run('data/')],
  [run('data/deeper/')],
  [run('data/deeper/é 中 100%.txt')],
  [run('empty folder')],
  [run('model')],
  [run('model/')],
  [run('model/MLmodel')],
  [run('nope')],
  [{ run_id: '{emptyRun}' }],
  [{ run_id: '{missingId}' }],
  [{ run_id: '{missingId}', artifact_path: 'x' }],
  [{ run_id: '', artifact_path: 'x' }],
  [uri('runs:/{run}'), { row: 'whole-run', like: uri('runs:/{run}/') }],
  [uri('runs:/{run}/')],
  [uri('RUNS:/{run}/notes.txt')],
  [uri('runs:/{run}/notes.txt')],
  [uri('runs:/{run}/data')],
  [uri('runs:/{run}/data/')],
  [uri('runs:/{run}//data')],
  [uri('runs:/{run}/data//values.json')],
  [uri('runs:/{run}/data/deeper/x.txt')],
  [uri('runs:/{run}/model')],
  [uri('runs:/{run}/model/')],
  [uri('runs:/{run}/model/MLmodel')],
  [uri('runs:/{run}/nope')],
  [
    uri('runs:/{run}/nope/'),
    { row: 'missing-below-run', errors: rejected('RESOURCE_DOES_NOT_EXIST', failedToDownload('nope')) },
  ],
  [
    uri('runs:/{run}/notes.txt/'),
    { row: 'missing-below-run', errors: rejected('RESOURCE_DOES_NOT_EXIST', failedToDownload('notes.txt')) },
  ],
  [
    uri('runs:/{run}/../x'),
    {
      row: 'parent-segments',
      errors: {
        ...rejected('INVALID_PARAMETER_VALUE', `${failedToDownload('../x')} ${OUTSIDE}`),
        list: { code: 'INVALID_PARAMETER_VALUE', message: OUTSIDE },
      },
    },
  ],
  [uri('runs:/{missingId}/x')],
  [uri('runs:/')],
  [uri('models:/registered/1')],
  [uri('models:/registered/1/')],
  [uri('models:/registered/001')],
  [uri('models:/registered/1/values.json')],
  [uri('models:/registered/1/deeper')],
  [uri('models:/registered/1/deeper/x.txt')],
  [uri('models:/registered/1/nope')],
  [uri('models:/registered/1/values.json/')],
  [uri('models:/registered/2')],
  [uri('models:/registered/2/')],
  [uri('models:/registered/2/MLmodel')],
  [uri('models:/registered/3')],
  [uri('models:/registered/latest')],
  [uri('models:/registered/Latest/x.txt')],
  [uri('models:/registered/Production')],
  [uri('models:/registered/production/MLmodel')],
  [uri('models:/registered/None')],
  [uri('models:/registered@champion')],
  [uri('models:/registered@champion/')],
  [uri('models:/registered@champion/deeper')],
  [uri('models:/registered@latest')],
  [uri('models:/{model}')],
  [uri('models:/{model}/')],
  [uri('models:/{model}/MLmodel'), { row: 'below-logged-model', like: uri('models:/registered/2/MLmodel') }],
  [uri('models:/registered')],
  [uri('models:/registered/9')],
  [uri('models:/registered/Staging')],
  [uri('models:/registered/Nope')],
  [uri('models:/registered/x/y')],
  [uri('models:/registered@nope')],
  [uri('models:/nope/1')],
  [uri('models:/nope/latest')],
  [uri('models:/nope@champion')],
  [uri('models:/without versions/1')],
  [uri('models:/without versions/latest')],
  [uri('models:/m-{missingId}')],
  [uri('models:/')],
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
  [{}],
  [{ run_id: '{run}', artifact_uri: 'x' }],
  [{ artifact_uri: 'x', artifact_path: 'y' }],
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

async function attempt<Value>(call: () => Promise<Value>): Promise<{ value: Value } | Rejection> {
  try {
    return { value: await call() }
  } catch (error) {
    if (!(error instanceof MlflowError) && !(error instanceof PythonError)) throw error
    return { code: error.code, message: error.message }
  }
}

const python = pythonExecutable()

test('every difference is a row of docs/differences.md', async () => {
  const page = await readFile(new URL('../../docs/differences.md', import.meta.url), 'utf8')
  const rows = [...page.matchAll(/^\| `([\w-]+)`/gm)].map((match) => match[1])
  const named = SOURCES.flatMap(([, difference]) => difference?.row ?? [])
  expect(rows).toEqual(expect.arrayContaining(named))
})

describe.skipIf(python === undefined).each(STORES)('as Python answers: $name', (store) => {
  let folder: string
  let trackingUri: string
  let worker: PythonWorker
  let recorded: RecordedStore
  let places: Record<string, string>
  let folders = 0

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'real-mlflow-'))
    trackingUri = store.trackingUri(folder)
    await mkdir(join(folder, 'temporary'))
    vi.stubEnv('TMPDIR', join(folder, 'temporary'))
    vi.stubEnv('MLFLOW_REGISTRY_URI', undefined)
    worker = new PythonWorker(python ?? '', {
      MLFLOW_TRACKING_URI: trackingUri,
      MLFLOW_ALLOW_FILE_STORE: 'true',
    })
    const location = store.artifactLocation?.(folder)
    recorded = await recordStore(worker, folder, {
      name: 'real',
      ...(location !== undefined && { artifact_location: location }),
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

  const fill = (text: string): string => text.replace(/\{(\w+)\}/g, (_, name) => places[name] ?? name)

  function filled(source: Source): Source {
    return Object.fromEntries(Object.entries(source).map(([key, text]) => [key, fill(text)]))
  }

  /** Python's answer. A download that copies nothing writes into the store, which is undone: row `meta-into-copies`. */
  async function pythonAnswer(operation: Operation, source: Source): Promise<Answer> {
    const dstPath = newFolder()
    const parameters = { ...filled(source), tracking_uri: trackingUri }
    const answer = await answerOf(dstPath, async () => {
      if (operation !== 'list') {
        const destination = operation === 'download' ? {} : { dst_path: dstPath }
        return worker.call('mlflow.artifacts.download_artifacts', { ...parameters, ...destination })
      }
      const files = await worker.call('mlflow.artifacts.list_artifacts', parameters)
      return files.map((file) => ({
        path: file.path,
        isDir: file.is_dir,
        fileSize: file.file_size ?? undefined,
      }))
    })
    await rm(modelMeta(), { force: true })
    return answer
  }

  async function ourAnswer(operation: Operation, source: Source): Promise<Answer> {
    const dstPath = newFolder()
    const { artifact_uri, run_id, artifact_path } = filled(source)
    const ours: ArtifactSource = {
      ...(artifact_uri !== undefined && { artifactUri: artifact_uri }),
      ...(run_id !== undefined && { runId: run_id }),
      ...(artifact_path !== undefined && { artifactPath: artifact_path }),
    }
    return answerOf(dstPath, () => {
      if (operation === 'list') return listArtifacts(ours, { trackingUri })
      return downloadArtifacts(ours, operation === 'download' ? { trackingUri } : { trackingUri, dstPath })
    })
  }

  /** What a call gave, with the folders that differ from one call to the next replaced by their meaning. */
  async function answerOf(dstPath: string, call: () => Promise<string | FileInfo[]>): Promise<Answer> {
    const temporary = new RegExp(`${join(folder, 'temporary')}/[^/]+`, 'g')
    const neutral = (text: string): string =>
      text.replaceAll(dstPath, '{destination}').replace(temporary, '{temporary}')
    const result = await attempt(call)
    if ('code' in result) return { ...result, message: neutral(result.message) }
    const { value } = result
    if (typeof value !== 'string') return { listed: value }
    const copy = value.startsWith(dstPath) ? dstPath : value.match(temporary)?.[0]
    return { returned: neutral(value), tree: copy === undefined ? undefined : await readTree(copy) }
  }

  const newFolder = (): string => join(folder, 'destinations', String(++folders))
  const modelMeta = (): string => join(recorded.modelArtifacts, 'registered_model_meta')

  test.each(SOURCES.map(([source, difference]) => ({ source, difference, name: JSON.stringify(source) })))(
    '$name',
    async ({ source, difference }) => {
      for (const operation of OPERATIONS) {
        const ours = await ourAnswer(operation, source)
        const expected =
          difference?.errors?.[operation] ?? (await pythonAnswer(operation, difference?.like ?? source))
        expect.soft(ours, operation).toEqual(expected)
      }
    },
  )

  test('a download that copies nothing leaves the store as it is (meta-into-copies)', async () => {
    await downloadArtifacts(`models:/${recorded.modelId}`, { trackingUri })
    expect(await readdir(recorded.modelArtifacts)).not.toContain('registered_model_meta')
  })

  test.each(LOADED)('%s %s', async (loader, source) => {
    const [ours, pythons] = LOADERS[loader]
    const artifact_uri = fill(source)
    const answer = await attempt<unknown>(() => ours(artifact_uri, { trackingUri }))
    expect(answer).toEqual(await attempt(() => worker.call(pythons, { artifact_uri })))
  })

  test('load_image', async () => {
    const source = `runs:/${recorded.runId}/plot.png`
    const { width, height } = await (await loadImage(source, { trackingUri })).metadata()
    expect({ width, height }).toEqual(
      await worker.call('mlflow.artifacts.load_image', { artifact_uri: source }),
    )
  })
})
