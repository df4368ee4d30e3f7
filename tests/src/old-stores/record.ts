// Records the stores and the server of an old version of MLflow: `pnpm record-old-store 2.9.2 <python>` in `tests`, where
// the Python has that version installed (beside `setuptools<81`, `sqlalchemy<2.1` and `numpy<2`).
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { json } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { pythonExecutable } from '../python-executable.ts'
import { PythonWorker } from '../python-worker.ts'
import { cleanEnvironment } from '../servers/clean-environment.ts'
import { writeFiles } from '../write-files.ts'
import { copyStore } from './copy-store.ts'
import { OLD_ARTIFACTS, OLD_SOURCES, oldServerSources } from './old-sources.ts'
import {
  OLD_VERSIONS,
  type OldStore,
  oldPlaces,
  RECORDED_FOLDER,
  recordingFolder,
  type StoreKind,
  writeRecording,
} from './old-version.ts'
import { recordExchanges } from './record-exchanges.ts'
import { OLD_OPERATIONS, ourAnswer, pythonAnswer } from './sides.ts'
import { startOldServer } from './start-old-server.ts'

const FILL = fileURLToPath(new URL('../../fixtures/old-stores/fill.py', import.meta.url))

const [given, python = ''] = process.argv.slice(2)
const version = OLD_VERSIONS.find((known) => known === given)
if (version === undefined || !existsSync(python)) throw new Error('record.ts <version> <its Python>')

const folder = await mkdtemp(join(tmpdir(), 'old-stores-'))
const files = join(folder, 'to-log')
await writeFiles(files, OLD_ARTIFACTS)
await mkdir(join(files, 'empty folder'))
const target = recordingFolder(version)
await rm(target, { recursive: true, force: true })

const sqlite = await recordStore('sqlite')
const hasFileRegistry = !version.startsWith('1.')
await writeRecording(version, { sqlite, ...(hasFileRegistry && { file: await recordStore('file') }) })
await recordServer(sqlite)
await rm(folder, { recursive: true })

async function recordStore(kind: StoreKind): Promise<OldStore> {
  const store = join(folder, kind)
  await mkdir(store)
  const trackingUri = kind === 'sqlite' ? `sqlite:///${store}/mlflow.db` : `file://${store}/mlruns`
  const location = kind === 'sqlite' ? join(store, 'artifacts') : null
  const sources = OLD_SOURCES.map(([source]) => source)
  const child = spawn(python, [FILL], {
    cwd: store,
    env: cleanEnvironment(folder),
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  child.stdin.end(JSON.stringify({ trackingUri, files, location, sources }))
  const recorded = JSON.stringify(await json(child.stdout))
  const { ids, answers } = JSON.parse(recorded.replaceAll(store, RECORDED_FOLDER))

  const kept = join(target, kind)
  await copyStore(store, kept, { from: store, root: RECORDED_FOLDER, metaRoot: RECORDED_FOLDER })
  if (kind === 'sqlite') shrink(join(kept, 'mlflow.db'))
  return {
    ...ids,
    emptyFolders: await emptyFoldersOf(store),
    answers: Object.fromEntries(sources.map((source, index) => [JSON.stringify(source), answers[index]])),
  }
}

async function recordServer(ids: OldStore): Promise<void> {
  const store = join(folder, 'server')
  await copyStore(join(folder, 'sqlite'), store, { from: join(folder, 'sqlite'), root: 'mlflow-artifacts:' })
  const server = await startOldServer(python, store)
  const proxy = await recordExchanges(server.uri)
  const environment = cleanEnvironment(folder, {
    MLFLOW_TRACKING_URI: proxy.uri,
    MLFLOW_HTTP_REQUEST_MAX_RETRIES: '1',
  })
  const worker = new PythonWorker(pythonExecutable() ?? '', environment)
  const place = { folder, places: oldPlaces(ids, proxy.uri) }
  for (const [source] of oldServerSources(true)) {
    for (const operation of OLD_OPERATIONS) {
      const ours = await ourAnswer(operation, source, place, { environment })
      const pythons = await pythonAnswer(operation, source, place, worker)
      console.log(JSON.stringify({ operation, source, ours, pythons }))
    }
  }
  const inWorkspace = { environment: { ...environment, MLFLOW_WORKSPACE: 'team' } }
  console.log(await ourAnswer('list', { run_id: '{run}' }, place, inWorkspace))
  await worker.close()
  await proxy.close()
  await server.stop()
  const lines = proxy.exchanges().map((exchange) => JSON.stringify(exchange))
  const text = `${lines.join('\n')}\n`.replaceAll(store, RECORDED_FOLDER)
  await writeFile(join(target, 'exchanges.jsonl'), text)
}

/** Makes the pages small: an empty MLflow database holds about a hundred nearly empty ones. */
function shrink(path: string): void {
  const database = new DatabaseSync(path)
  database.exec('PRAGMA page_size = 512; VACUUM')
  database.close()
}

async function emptyFoldersOf(store: string): Promise<string[]> {
  const entries = await readdir(store, { recursive: true, withFileTypes: true })
  const filled = new Set(entries.map(({ parentPath }) => parentPath))
  return entries
    .filter((entry) => entry.isDirectory() && !filled.has(join(entry.parentPath, entry.name)))
    .map((entry) => join(entry.parentPath, entry.name).slice(store.length + 1))
}
