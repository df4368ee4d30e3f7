import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { type FileInfo, MlflowError } from '@mlflow-artifacts/repository'
import { type ArtifactSource, downloadArtifacts, listArtifacts } from 'mlflow-artifacts'
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

type Answer =
  | { returned: string; tree: Record<string, string> }
  | { listed: FileInfo[] }
  | { code: string | undefined; message: string }

/** A row of docs/differences.md that a source shows. */
interface Difference {
  row: number
  /** We answer this source as Python answers another one. */
  like?: Source
  /** We reject, in these operations (all where there are none), with this code and a message that begins so. */
  error?: { code: string; message: string; in?: readonly Operation[] }
}

const uri = (artifact_uri: string): Source => ({ artifact_uri })
const run = (artifact_path?: string): Source =>
  artifact_path === undefined ? { run_id: '{run}' } : { run_id: '{run}', artifact_path }

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
  [uri('runs:/{run}'), { row: 2, like: uri('runs:/{run}/') }],
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
  [uri('runs:/{run}/nope/')],
  [uri('runs:/{run}/../x')],
  [uri('runs:/{missingId}/x')],
  [uri('runs:/')],
  [uri('models:/registered/1')],
  [uri('models:/registered/1/')],
  [uri('models:/registered/001')],
  [uri('models:/registered/1/values.json')],
  [uri('models:/registered/1/deeper')],
  [uri('models:/registered/1/deeper/x.txt')],
  [uri('models:/registered/1/nope')],
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
  [uri('models:/{model}/MLmodel'), { row: 2, like: uri('models:/registered/2/MLmodel') }],
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
  [uri('file://{artifacts}')],
  [uri('file://{artifacts}/data')],
  [uri('file:{artifacts}/data/')],
  [uri('file://{artifacts}/data/deeper/%C3%A9%20%E4%B8%AD%20100%25.txt')],
  [uri('file://{artifacts}/nope')],
  [uri('{relative}/data')],
  [uri('{relative}/notes.txt')],
  [uri('file:{relative}/data')],
  [{}],
  [{ run_id: '{run}', artifact_uri: 'x' }],
  [{ artifact_uri: 'x', artifact_path: 'y' }],
]

const python = pythonExecutable()
const stores = [
  { store: 'SQLite', trackingUri: (folder: string): string => `sqlite:///${folder}/mlflow.db` },
  { store: 'file store', trackingUri: (folder: string): string => join(folder, 'mlruns') },
]

describe.skipIf(python === undefined).each(stores)('as Python answers: $store', ({ trackingUri: uriOf }) => {
  let folder: string
  let trackingUri: string
  let worker: PythonWorker
  let recorded: RecordedStore
  let places: Record<string, string>
  let folders = 0

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'real-mlflow-'))
    trackingUri = uriOf(folder)
    await mkdir(join(folder, 'temporary'))
    vi.stubEnv('TMPDIR', join(folder, 'temporary'))
    worker = new PythonWorker(python ?? '', {
      MLFLOW_TRACKING_URI: trackingUri,
      MLFLOW_REGISTRY_URI: undefined,
      MLFLOW_ALLOW_FILE_STORE: 'true',
    })
    recorded = await recordStore(worker, folder)
    places = {
      run: recorded.runId,
      emptyRun: recorded.emptyRunId,
      model: recorded.modelId,
      artifacts: recorded.artifactUri,
      relative: relative(process.cwd(), recorded.artifactUri),
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

  /** Python's answer. A download that copies nothing writes into the store, which is undone: row 7. */
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
    try {
      const value = await call()
      if (typeof value !== 'string') return { listed: value }
      const root = value.startsWith(dstPath) ? dstPath : value
      return { returned: neutral(value), tree: await readTree(root) }
    } catch (error) {
      if (!(error instanceof MlflowError) && !(error instanceof PythonError)) throw error
      return { code: error.code, message: neutral(error.message) }
    }
  }

  const newFolder = (): string => join(folder, 'destinations', String(++folders))
  const modelMeta = (): string =>
    join(folder, 'artifacts', 'models', recorded.modelId, 'artifacts', 'registered_model_meta')

  test.each(SOURCES.map(([source, difference]) => ({ source, difference, name: JSON.stringify(source) })))(
    '$name',
    async ({ source, difference }) => {
      for (const operation of OPERATIONS) {
        const ours = await ourAnswer(operation, source)
        const expected = await pythonAnswer(operation, difference?.like ?? source)
        expect.soft(ours, operation).toEqual(expected)
      }
    },
  )
})
