import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { copyStore } from '../../demo/copy-store.ts'
import { NODE_VERSIONS, nodeExecutable } from './packed/node-versions.ts'
import { NpmProject } from './packed/npm-project.ts'
import { packPackages, type Tarballs } from './packed/pack-packages.ts'
import { readTree } from './read-tree.ts'
import { answerAsMlflow, PRETENDED_RUN } from './servers/answer-as-mlflow.ts'
import { answerAsGcs, answerAsS3 } from './servers/answer-as-store.ts'
import { type ScriptedServer, startScriptedServer } from './servers/start-scripted-server.ts'

const JOBS: string = join(import.meta.dirname, 'packed/jobs')
const EXAMPLE: string = join(import.meta.dirname, '../../examples/memory-backend/src')

/** Runs of the recorded store: one whose artifacts are beside it, and those that are made to lead elsewhere. */
const LOCAL_RUN = '393fa378af354d8b91a3b7ffd43986ee'
const RUNS = { s3: 'a'.repeat(32), gs: 'b'.repeat(32) } as const
type Scheme = keyof typeof RUNS
const SCHEMES = ['s3', 'gs'] as const

// Its checksum is known to everybody.
const DIGITS = '123456789'
const OBJECTS = { 'run/notes.txt': DIGITS, 'run/data/more.txt': DIGITS, 'run2/other.txt': 'not of the run' }
const READ = { listed: ['data', 'notes.txt'], text: DIGITS, range: '234' }

const PACKAGES: Readonly<Record<Scheme, string>> = {
  s3: '@mlflow-artifacts/repo-s3',
  gs: '@mlflow-artifacts/repo-gcs',
}
const SDKS: Readonly<Record<Scheme, string>> = { s3: '@aws-sdk/client-s3', gs: '@google-cloud/storage' }

let folder: string
let tarballs: Tarballs
let nodes: ReadonlyMap<string, string>
let s3: ScriptedServer
let gcs: ScriptedServer
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'installs-'))
  tarballs = await packPackages(join(folder, 'tarballs'))
  nodes = new Map(
    await Promise.all(
      NODE_VERSIONS.map(async (version) => [version, await nodeExecutable(version)] as const),
    ),
  )
  s3 = await startScriptedServer((request, response) => answerAsS3(request, response, OBJECTS))
  gcs = await startScriptedServer((request, response) => answerAsGcs(request, response, OBJECTS))
})
afterAll(async () => {
  await Promise.all([s3.close(), gcs.close()])
  await rm(folder, { recursive: true })
})

/** A fresh folder with the scripts that are to run in it, and a store beside them. */
async function newProject(name: string): Promise<NpmProject> {
  const project = await NpmProject.create(join(folder, name), tarballs)
  await cp(JOBS, project.folder, { recursive: true })
  await copyStore(project.folder)
  const database = new DatabaseSync(join(project.folder, 'mlflow.db'))
  const columns = 'name, status, lifecycle_stage, experiment_id'
  const insert = database.prepare(
    `INSERT INTO runs (run_uuid, artifact_uri, ${columns}) SELECT ?, ?, ${columns} FROM runs WHERE run_uuid = ?`,
  )
  for (const scheme of SCHEMES) insert.run(RUNS[scheme], `${scheme}://bucket/run`, LOCAL_RUN)
  database.close()
  return project
}

/** Runs a script on a version of Node, with no other variables than it needs. */
async function run(project: NpmProject, version: string, ...parameters: string[]): Promise<string> {
  const env = {
    PATH: process.env.PATH,
    HOME: project.folder,
    AWS_ACCESS_KEY_ID: 'key',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_REGION: 'us-east-1',
    MLFLOW_S3_ENDPOINT_URL: s3.uri,
    STORAGE_EMULATOR_HOST: gcs.uri,
    // Node 22 says that its SQLite is experimental.
    NODE_OPTIONS: '--disable-warning=ExperimentalWarning',
  }
  const { stdout, stderr } = await project.run(parameters, { node: nodes.get(version) ?? '', env })
  expect(stderr).toBe('')
  return stdout
}

/** What a program reads of runs, each by its id. */
async function readRuns(project: NpmProject, version: string, runIds: readonly string[]): Promise<unknown[]> {
  const destination = join(project.folder, `read-on-${version}`)
  const read: { path?: string }[] = JSON.parse(
    await run(project, version, 'read-runs.mjs', destination, ...runIds),
  )
  return await Promise.all(
    read.map(async ({ path, ...answer }) =>
      path === undefined ? answer : { ...answer, tree: await readTree(path) },
    ),
  )
}

const STORED = {
  ...READ,
  tree: { data: 'directory', 'data/more.txt': DIGITS, 'notes.txt': DIGITS },
}

function missingBackend(scheme: Scheme): unknown {
  return {
    name: 'BackendNotRegisteredError',
    message:
      `Could not find a registered artifact repository for: ${scheme}://bucket/run (which runs:/${RUNS[scheme]} ` +
      "led to). Currently registered schemes are: ['', 'file', 'mlflow-artifacts', 'http', 'https']",
    hint: `Install ${PACKAGES[scheme]}: npm install ${PACKAGES[scheme]}`,
  }
}

// Each goes on with the folder of an earlier one: adding a package is all that it takes.
describe.each<{ name: string; from: string | undefined; schemes: readonly Scheme[] }>([
  { name: 'mlflow-artifacts alone', from: undefined, schemes: [] },
  { name: 'with repo-s3', from: 'mlflow-artifacts alone', schemes: ['s3'] },
  { name: 'with repo-gcs', from: 'mlflow-artifacts alone', schemes: ['gs'] },
  { name: 'with both', from: 'with repo-s3', schemes: ['s3', 'gs'] },
])('$name', ({ name, from, schemes }) => {
  let project: NpmProject
  beforeAll(async () => {
    project = (await projects.get(from ?? '')?.copy(join(folder, name))) ?? (await newProject(name))
    await project.install(from === undefined ? 'mlflow-artifacts' : PACKAGES[schemes.at(-1) ?? 's3'])
    projects.set(name, project)
  })

  test('has the SDKs of what was asked for, and no other', async () => {
    const packages = await project.packages()
    expect(packages.filter((installed) => installed.startsWith('@mlflow-artifacts/')).sort()).toEqual(
      [...BUILT_IN, ...schemes.map((scheme) => PACKAGES[scheme])].sort(),
    )
    for (const scheme of SCHEMES) {
      expect(packages.includes(SDKS[scheme])).toBe(schemes.includes(scheme))
      const [scope] = SDKS[scheme].split('/')
      expect(packages.some((installed) => installed.startsWith(`${scope}/`))).toBe(schemes.includes(scheme))
    }
  })

  test.each(NODE_VERSIONS)('reads runs on Node %s', async (version) => {
    const local = expect.objectContaining({ listed: ['logs', 'metrics', 'notes.txt', 'plots', 'reports'] })
    expect(await readRuns(project, version, [LOCAL_RUN, ...SCHEMES.map((scheme) => RUNS[scheme])])).toEqual([
      local,
      ...SCHEMES.map((scheme) => (schemes.includes(scheme) ? STORED : missingBackend(scheme))),
    ])
  })
})

const projects = new Map<string, NpmProject>()

const BUILT_IN = [
  'http-client',
  'repo-http',
  'repo-local',
  'repository',
  'tracking-client',
  'transfer',
  'uri-parsing',
].map((name) => `@mlflow-artifacts/${name}`)

describe('the command, installed elsewhere', () => {
  let command: string
  beforeAll(async () => {
    const elsewhere = await NpmProject.create(join(folder, 'command'), tarballs)
    await elsewhere.install('@mlflow-artifacts/cli', PACKAGES.gs)
    command = join(elsewhere.folder, 'node_modules/@mlflow-artifacts/cli/dist/bin.js')
  })

  test.each(NODE_VERSIONS)(
    'finds backends beside it, and in the working directory, on Node %s',
    async (version) => {
      const project = projects.get('with repo-s3')
      if (project === undefined) throw new Error('It was not made')
      for (const scheme of SCHEMES) {
        const listing = await run(project, version, command, 'list', `${scheme}://bucket/run/`)
        expect(listing.split('\n')).toEqual(['dir          -  data', 'file       9 B  notes.txt', ''])
      }
    },
  )

  test('names what is to be installed', async () => {
    const project = projects.get('mlflow-artifacts alone')
    const { stderr } = (await project?.run([command, 'list', 's3://bucket/run'], { env: process.env })) ?? {}
    expect(stderr).toMatch(
      /\nhint: Install @mlflow-artifacts\/repo-s3: npm install @mlflow-artifacts\/repo-s3 in this directory/,
    )
    const { stderr: other } =
      (await project?.run([command, 'list', 'hdfs://x/run'], { env: process.env })) ?? {}
    expect(other).toMatch(/repo-s3 \(not installed\), gs: by @mlflow-artifacts\/repo-gcs \(installed\)/)
  })
})

describe('uri-parsing alone', () => {
  let project: NpmProject
  beforeAll(async () => {
    project = await newProject('uri-parsing')
    await project.install('@mlflow-artifacts/uri-parsing')
  })

  test('needs the contract, and nothing else', async () => {
    const packages = ['@mlflow-artifacts/repository', '@mlflow-artifacts/uri-parsing']
    expect((await project.packages()).sort()).toEqual(packages)
  })

  test.each(NODE_VERSIONS)('reads URIs on Node %s', async (version) => {
    expect(JSON.parse(await run(project, version, 'parse-uris.mjs'))).toEqual({
      model: { kind: 'alias', name: 'churn', alias: 'champion' },
      split: ['s3://bucket/run', 'model'],
      resolved: 'http://localhost:5000/api/2.0/mlflow-artifacts/artifacts/1/a',
    })
  })
})

describe('tracking-client alone', () => {
  let project: NpmProject
  let server: ScriptedServer
  beforeAll(async () => {
    project = await newProject('tracking-client')
    await project.install('@mlflow-artifacts/tracking-client')
    server = await startScriptedServer((request, response) =>
      answerAsMlflow(request, response, { list: () => [], artifactUri: 's3://bucket/run' }),
    )
  })
  afterAll(() => server.close())

  test('moves no bytes', async () => {
    expect((await project.packages()).filter((name) => /transfer|repo-|aws|google/.test(name))).toEqual([])
  })

  test.each(NODE_VERSIONS)('looks up runs and models on Node %s', async (version) => {
    const database = await run(project, version, ...['look-up.mjs', 'sqlite:///mlflow.db', RUNS.gs], ...MODEL)
    expect(database).toBe('gs://bucket/run\n2\n')
    expect(await run(project, version, 'look-up.mjs', server.uri, PRETENDED_RUN)).toBe('s3://bucket/run\n')
  })
})

const MODEL = ['iris-classifier', 'champion']

describe('repository alone', () => {
  let project: NpmProject
  beforeAll(async () => {
    project = await NpmProject.create(join(folder, 'repository'), tarballs)
    await project.install('@mlflow-artifacts/repository')
    await cp(EXAMPLE, project.folder, { recursive: true })
  })

  test.each(NODE_VERSIONS)('proves a backend on Node %s', async (version) => {
    const parameters = ['--test', '--test-reporter=tap', 'memory-backend.node-test.ts']
    expect(await run(project, version, ...parameters)).toContain('# fail 0\n')
  })
})
