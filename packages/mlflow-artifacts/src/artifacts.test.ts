import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { ArtifactBackend, ArtifactRepository, FileInfo, HttpClient } from '@mlflow-artifacts/repository'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { copyStore } from '../../../demo/copy-store.ts'
import type { Artifacts } from './artifacts.ts'
import { createArtifacts } from './compose.ts'
import * as discovering from './index.ts'

const RUN = '393fa378af354d8b91a3b7ffd43986ee'
const OTHER_RUN = '871f2dba3b0a42bbbf0fb12f1a8fe824'
const MODEL_ID = 'm-bbdbf3382985449681879e5adc99a64f'
const MODEL_FILES = ['MLmodel', 'conda.yaml', 'model.skops', 'python_env.yaml', 'requirements.txt']

let folder: string
let trackingUri: string
let runArtifacts: string
let modelArtifacts: string
let artifacts: Artifacts

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'facade-'))
  await copyStore(folder)
  trackingUri = `sqlite:///${join(folder, 'mlflow.db')}`
  runArtifacts = join(folder, 'artifacts', RUN, 'artifacts')
  modelArtifacts = join(folder, 'artifacts/models', MODEL_ID, 'artifacts')
  artifacts = createArtifacts({ trackingUri, sharp, environment: {} })
})
afterAll(() => rm(folder, { recursive: true }))

async function newFolder(): Promise<string> {
  return await mkdtemp(join(folder, 'dst-'))
}

async function tree(path: string): Promise<string[]> {
  return (await readdir(path, { recursive: true })).sort()
}

async function collect(entries: AsyncIterable<FileInfo>): Promise<string[]> {
  const paths: string[] = []
  for await (const { path } of entries) paths.push(path)
  return paths
}

describe('resolveArtifact', () => {
  test('shows each hop from an alias to the store', async () => {
    expect(await artifacts.resolveArtifact('models:/iris-classifier@champion/MLmodel')).toEqual({
      hops: [
        { uri: 'models:/iris-classifier@champion/MLmodel', via: 'source' },
        { uri: 'models:/iris-classifier/2', via: 'alias' },
        { uri: modelArtifacts, via: 'model version' },
      ],
      repositoryUri: modelArtifacts,
      path: 'MLmodel',
    })
  })

  test.each([
    ['models:/iris-classifier/Production', 'stage', 'models:/iris-classifier/1'],
    ['models:/iris-classifier/latest', 'latest version', 'models:/iris-classifier/2'],
  ])('%s', async (uri, via, version) => {
    const { hops } = await artifacts.resolveArtifact(uri)
    expect(hops[1]).toEqual({ uri: version, via })
  })

  test('a run and a path stay apart', async () => {
    expect(
      await artifacts.resolveArtifact({ runId: RUN, artifactPath: 'reports/part #2.txt' }),
    ).toMatchObject({
      repositoryUri: runArtifacts,
      path: 'reports/part #2.txt',
    })
  })
})

describe('a source names exactly one thing', () => {
  test.each([
    [{}, 'Exactly one of `run_id` or `artifact_uri` must be specified'],
    [{ runId: 'r', artifactUri: 'u' }, 'Exactly one of `run_id` or `artifact_uri` must be specified'],
    [
      { artifactUri: 'u', artifactPath: 'p' },
      '`artifact_path` cannot be specified if `artifact_uri` is specified',
    ],
  ])('%j', async (source, message) => {
    await expect(artifacts.listArtifacts(source)).rejects.toMatchObject({
      message,
      code: 'INVALID_PARAMETER_VALUE',
    })
  })

  test('a key that belongs to the options is sent there', async () => {
    const misplaced: { runId: string } = Object.assign({ runId: RUN }, { dstPath: 'x' })
    await expect(artifacts.downloadArtifacts(misplaced)).rejects.toMatchObject({
      message: expect.stringMatching(/'dstPath'.*options/),
      code: 'INVALID_PARAMETER_VALUE',
    })
  })
})

describe('the whole run (whole-run)', () => {
  test.each([`runs:/${RUN}`, `runs:/${RUN}/`])('%s', async (uri) => {
    const dstPath = await newFolder()
    expect(await artifacts.downloadArtifacts(uri, { dstPath })).toBe(dstPath)
    expect(await tree(dstPath)).toEqual(await tree(runArtifacts))
    expect((await artifacts.listArtifacts(uri)).map(({ path }) => path)).toEqual([
      'logs',
      'metrics',
      'notes.txt',
      'plots',
      'reports',
    ])
  })

  test('a run id alone is read in place', async () => {
    expect(await artifacts.downloadArtifacts({ runId: RUN })).toBe(runArtifacts)
  })
})

describe('the logged model of a run', () => {
  test('stands in a directory of its name', async () => {
    const dstPath = await newFolder()
    expect(await artifacts.downloadArtifacts({ runId: RUN, artifactPath: 'model' }, { dstPath })).toBe(
      join(dstPath, 'model'),
    )
    expect(await tree(dstPath)).toEqual(
      ['model', ...[...MODEL_FILES, 'registered_model_meta'].map((name) => `model/${name}`)].sort(),
    )
    expect(await readFile(join(dstPath, 'model/registered_model_meta'), 'utf8')).toBe(
      'model_name: null\nmodel_version: null\n',
    )
  })

  test('is listed, walked, found and opened below the run', async () => {
    const source = { runId: RUN, artifactPath: 'model' }
    const paths = MODEL_FILES.map((name) => `model/${name}`)
    expect((await artifacts.listArtifacts(source)).map(({ path }) => path)).toEqual(paths)
    expect(await collect(artifacts.walkArtifacts(source))).toEqual(paths)
    expect(await artifacts.statArtifact({ runId: RUN, artifactPath: 'model/MLmodel' })).toMatchObject({
      isDir: false,
    })
    const { body, size } = await artifacts.openArtifact(`runs:/${RUN}/model/MLmodel`)
    let bytes = 0
    for await (const chunk of body) bytes += chunk.byteLength
    expect(bytes).toBe(size)
  })

  test('is found behind a doubled slash (doubled-slashes)', async () => {
    expect(await artifacts.loadText(`runs:/${RUN}/model//MLmodel`)).toContain('flavors:')
  })

  test('may miss what the run has in a directory of its name', async () => {
    await mkdir(join(runArtifacts, 'model'))
    await writeFile(join(runArtifacts, 'model/notes.txt'), 'of the run')
    try {
      const dstPath = await newFolder()
      const source = { runId: RUN, artifactPath: 'model/notes.txt' }
      expect(await artifacts.downloadArtifacts(source, { dstPath })).toBe(join(dstPath, 'notes.txt'))
      // As Python, which makes the directory before it looks for the file.
      expect(await tree(dstPath)).toEqual(['model', 'notes.txt'])
      expect(await artifacts.loadText(source)).toBe('of the run')
    } finally {
      await rm(join(runArtifacts, 'model'), { recursive: true })
    }
  })

  test('does not make up for files of the run that fail (real-cause)', async () => {
    await mkdir(join(runArtifacts, 'model'))
    await symlink('/etc/hostname', join(runArtifacts, 'model/escape'))
    try {
      await expect(
        artifacts.downloadArtifacts({ runId: RUN, artifactPath: 'model' }, { dstPath: await newFolder() }),
      ).rejects.toMatchObject({
        code: 'INVALID_PARAMETER_VALUE',
        message: expect.stringContaining('outside the artifact directory'),
      })
    } finally {
      await rm(join(runArtifacts, 'model'), { recursive: true })
    }
  })
})

describe('below a logged model (below-logged-model)', () => {
  test('a path of it', async () => {
    expect(await artifacts.loadText(`models:/${MODEL_ID}/MLmodel`)).toContain('flavors:')
  })

  test('a registered model may have such a name', async () => {
    const name = `m-${'0'.repeat(32)}`
    const copy = await newFolder()
    await copyStore(copy)
    const database = new DatabaseSync(join(copy, 'mlflow.db'))
    database.exec('PRAGMA foreign_keys = OFF')
    for (const table of ['registered_models', 'model_versions', 'registered_model_aliases']) {
      database.prepare(`UPDATE ${table} SET name = ?`).run(name)
    }
    database.close()
    const { hops } = await artifacts.resolveArtifact(`models:/${name}/1`, {
      trackingUri: `sqlite:///${join(copy, 'mlflow.db')}`,
    })
    expect(hops[1]?.via).toBe('model version')
  })
})

describe('registered_model_meta (meta-into-copies)', () => {
  test('is written into a copy', async () => {
    const dstPath = await newFolder()
    await artifacts.downloadArtifacts('models:/iris-classifier/1', { dstPath })
    expect(await readFile(join(dstPath, 'registered_model_meta'), 'utf8')).toBe(
      "model_name: iris-classifier\nmodel_version: '1'\n",
    )
  })

  test('is not written into the store', async () => {
    expect(await artifacts.downloadArtifacts('models:/iris-classifier@champion')).toBe(modelArtifacts)
    expect(await tree(modelArtifacts)).toEqual(MODEL_FILES)
  })
})

describe('names are literal (literal-names)', () => {
  test.each(['part #2.txt', '100% of it.txt', 'résumé 中文.txt', 'final report.txt'])('%s', async (name) => {
    const source = { runId: RUN, artifactPath: `reports/${name}` }
    const dstPath = await newFolder()
    expect(await artifacts.downloadArtifacts(source, { dstPath })).toBe(join(dstPath, name))
    expect(await readFile(join(dstPath, name), 'utf8')).toBe(
      await readFile(join(runArtifacts, 'reports', name), 'utf8'),
    )
    expect((await artifacts.statArtifact(source))?.path).toBe(`reports/${name}`)
  })

  test('the URI of a local file is decoded where nothing has the literal name', async () => {
    expect(await artifacts.downloadArtifacts(`file://${runArtifacts}/reports/final%20report.txt`)).toBe(
      join(runArtifacts, 'reports/final report.txt'),
    )
  })
})

test('the URI of a local file names what Python cannot (literal-names)', async () => {
  const uri = `file://${runArtifacts}/reports/part%20%232.txt`
  expect(await artifacts.downloadArtifacts(uri)).toBe(join(runArtifacts, 'reports/part #2.txt'))
})

test.each(['part%20%233.txt', '%2e%2e/x', '%2e%2e', '%'])('%s is the URI of no local file', async (name) => {
  const uri = `file://${runArtifacts}/reports/${name}`
  expect(await artifacts.listArtifacts(uri)).toEqual([])
  await expect(artifacts.downloadArtifacts(uri)).rejects.toMatchObject({ code: 'RESOURCE_DOES_NOT_EXIST' })
})

describe('what a URI would drop is refused (dropped-part)', () => {
  test.each([
    `runs:/${RUN}/reports/part #2.txt`,
    'models:/m/1/x#y',
    's3://b/k#x',
    '/no/such#file',
    'file:///no/such?x',
  ])('%s', async (uri) => {
    await expect(artifacts.listArtifacts(uri)).rejects.toMatchObject({
      code: 'INVALID_PARAMETER_VALUE',
      hint: expect.stringMatching(/artifactPath|^In models: nothing may follow/),
    })
  })
})

describe('nothing outside the run is reached (parent-segments)', () => {
  test.each(['../x', '/etc/passwd', 'a/../../x', '..', 'a\0b'])('%j', async (artifactPath) => {
    const calls = [
      artifacts.downloadArtifacts({ runId: RUN, artifactPath }),
      artifacts.listArtifacts({ runId: RUN, artifactPath }),
      artifacts.loadText({ runId: RUN, artifactPath }),
    ]
    for (const result of await Promise.allSettled(calls)) {
      expect(result).toMatchObject({ status: 'rejected', reason: { name: 'UnsafePathError' } })
    }
  })

  test('nor by a URI', async () => {
    await expect(artifacts.downloadArtifacts(`runs:/${RUN}/../x`)).rejects.toMatchObject({
      code: 'INVALID_PARAMETER_VALUE',
    })
  })
})

describe('what is missing', () => {
  test.each([
    ['runs:/nope/x', 'Run with id=nope not found'],
    [
      `runs:/${RUN}/nope.txt`,
      "Failed to download artifacts from path 'nope.txt', please ensure that the path is correct.",
    ],
    [
      `runs:/${RUN}/nope/`,
      "Failed to download artifacts from path 'nope', please ensure that the path is correct.",
    ],
    [
      `runs:/${RUN}/plots/nope.png`,
      "Failed to download artifacts from path 'nope.png', please ensure that the path is correct.",
    ],
    ['models:/nope/1', 'Registered Model with name=nope not found'],
    ['models:/iris-classifier/9', 'Model Version (name=iris-classifier, version=9) not found'],
    [`models:/m-${'0'.repeat(32)}`, `Logged model with ID 'm-${'0'.repeat(32)}' not found.`],
  ])('%s', async (uri, message) => {
    await expect(artifacts.downloadArtifacts(uri)).rejects.toMatchObject({
      code: 'RESOURCE_DOES_NOT_EXIST',
      message,
    })
  })

  test('leaves no temporary directory behind', async () => {
    const before = process.env.TMPDIR
    process.env.TMPDIR = await newFolder()
    try {
      await expect(artifacts.downloadArtifacts(`runs:/${RUN}/nope.txt`)).rejects.toThrow()
      await expect(artifacts.loadText(`runs:/${RUN}/nope.txt`)).rejects.toThrow()
      expect(await readdir(process.env.TMPDIR)).toEqual([])
    } finally {
      if (before === undefined) delete process.env.TMPDIR
      else process.env.TMPDIR = before
    }
  })
})

describe('load', () => {
  async function written(content: string | Uint8Array): Promise<string> {
    const path = join(await newFolder(), 'file')
    await writeFile(path, content)
    return path
  }

  test('text has the line endings of Python', async () => {
    expect(await artifacts.loadText(await written('\u{feff}a\r\nb\rc\n'))).toBe('\u{feff}a\nb\nc\n')
  })

  test('text that is not UTF-8', async () => {
    const path = await written(Uint8Array.of(0x61, 0xff))
    for (const load of [artifacts.loadText, artifacts.loadDict]) {
      await expect(load(path)).rejects.toMatchObject({
        code: 'BAD_REQUEST',
        message: expect.stringContaining(`Artifact '${path}' is not valid UTF-8`),
      })
    }
  })

  test('JSON as Python writes it (exact-integers)', async () => {
    expect(await artifacts.loadDict(await written('{"a": [NaN, 9007199254740993]}'))).toEqual({
      a: [Number.NaN, 9007199254740993n],
    })
  })

  test.each(['', 'a: 1', '\u{feff}{}', '['.repeat(100_000)])('what is no JSON', async (text) => {
    await expect(artifacts.loadDict(await written(text))).rejects.toMatchObject({
      code: 'BAD_REQUEST',
      message: 'Unable to form a JSON object from file content',
    })
  })

  test('a path is shown as it is, whatever its name holds', async () => {
    const path = join(await newFolder(), 'what?#.bin')
    await writeFile(path, new Uint8Array([0xff]))
    await expect(artifacts.loadText(path)).rejects.toThrow(`Artifact '${path}' is not valid UTF-8.`)
    expect((await artifacts.resolveArtifact(path)).hops[0]?.uri).toBe(path)
  })

  test('a directory is no file (directory-text)', async () => {
    for (const load of [artifacts.loadText, artifacts.loadDict]) {
      await expect(load(`runs:/${RUN}/plots`)).rejects.toMatchObject({ code: 'INVALID_PARAMETER_VALUE' })
    }
    // Python tells it as it tells whatever is no image.
    await expect(artifacts.loadImage(`runs:/${RUN}/plots`)).rejects.toMatchObject({
      code: 'BAD_REQUEST',
      message: 'Unable to form a PIL Image object from file content',
    })
  })

  test('an image', async () => {
    const image = await artifacts.loadImage(`runs:/${RUN}/plots/petals.png`)
    expect(await image.metadata()).toMatchObject({ width: 400, height: 300, format: 'png' })
  })

  test('what is no image (images)', async () => {
    const png = await readFile(join(runArtifacts, 'plots/petals.png'))
    const broken = [
      await written('text'),
      await written(png.subarray(0, 9000)),
      await written('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'),
    ]
    for (const path of broken) {
      await expect(artifacts.loadImage(path)).rejects.toMatchObject({
        code: 'BAD_REQUEST',
        message: 'Unable to form a PIL Image object from file content',
      })
    }
  })

  test('an image without sharp', async () => {
    await expect(
      createArtifacts({ trackingUri }).loadImage(`runs:/${RUN}/plots/petals.png`),
    ).rejects.toMatchObject({
      code: 'FEATURE_DISABLED',
      message: expect.stringContaining('npm install sharp'),
    })
    expect(await discovering.loadImage(`runs:/${RUN}/plots/petals.png`, { trackingUri })).toBeDefined()
  })
})

describe('which tracking store', () => {
  test('the environment names it, the options go before (uris-honoured)', async () => {
    const environment = { MLFLOW_TRACKING_URI: trackingUri }
    expect(await createArtifacts({ environment }).listArtifacts({ runId: RUN })).toHaveLength(5)
    const elsewhere = createArtifacts({ environment: { MLFLOW_TRACKING_URI: 'sqlite:////no/such.db' } })
    expect(await elsewhere.listArtifacts('models:/iris-classifier/1', { trackingUri })).toHaveLength(5)
  })

  test('a run is asked for once (one-lookup)', async () => {
    const calls: string[] = []
    const repository = (uri: string): ArtifactRepository => ({
      specificationVersion: 'v1',
      uri,
      async *list(path) {
        calls.push(`list ${path}`)
        if (path === 'd') yield { path: 'd/f', isDir: false, fileSize: 1 }
      },
      async open(path) {
        calls.push(`open ${path}`)
        return {
          body: new Blob(['x']).stream(),
          size: 1,
          range: undefined,
          validator: undefined,
          checksums: [],
          contentType: undefined,
        }
      },
    })
    const backend: ArtifactBackend = {
      specificationVersion: 'v1',
      name: 'counting',
      schemes: ['', 'file'],
      repository,
    }
    await artifacts.downloadArtifacts(`runs:/${OTHER_RUN}/d`, {
      backends: [backend],
      dstPath: await newFolder(),
    })
    expect(calls.filter((call) => call.startsWith('open'))).toEqual(['open d/f'])
  })
})

describe('backends', () => {
  test('one that is missing is named, with the package to install', async () => {
    const database = new DatabaseSync(join(folder, 'mlflow.db'))
    const update = database.prepare('UPDATE runs SET artifact_uri = ? WHERE run_uuid = ?')
    update.run('s3://bucket/run', OTHER_RUN)
    await expect(artifacts.listArtifacts(`runs:/${OTHER_RUN}/`)).rejects.toMatchObject({
      name: 'BackendNotRegisteredError',
      scheme: 's3',
      registeredSchemes: ['', 'file', 'mlflow-artifacts', 'http', 'https'],
      message: expect.stringContaining(`runs:/${OTHER_RUN}/`),
      hint: expect.stringContaining('npm install @mlflow-artifacts/repo-s3. Then pass'),
    })
    update.run(`models:/${MODEL_ID}`, OTHER_RUN)
    expect((await artifacts.resolveArtifact({ runId: OTHER_RUN })).hops.map(({ via }) => via)).toEqual([
      'source',
      'run',
      'logged model',
    ])
    update.run(`runs:/${OTHER_RUN}`, OTHER_RUN)
    await expect(artifacts.resolveArtifact({ runId: OTHER_RUN })).rejects.toMatchObject({
      code: 'INVALID_STATE',
    })
    database.close()
  })
})

describe('a server on another machine', () => {
  /** A server that says that its runs are here. */
  function answering(artifactUri: string): HttpClient {
    return {
      request: async ({ url }) => ({
        status: 200,
        headers: { 'content-type': 'application/json' },
        url,
        body: new Blob([
          JSON.stringify({
            run: {
              info: { run_id: RUN, experiment_id: '1', artifact_uri: artifactUri, lifecycle_stage: 'active' },
            },
          }),
        ]).stream(),
      }),
    }
  }

  test.each(['http://mlflow.example.com', 'https://localhost.example.com:5000'])(
    '%s cannot point at local files',
    async (uri) => {
      for (const artifactUri of [runArtifacts, `file://${runArtifacts}`]) {
        const call = { trackingUri: uri, http: answering(artifactUri) }
        await expect(artifacts.downloadArtifacts({ runId: RUN }, call)).rejects.toMatchObject({
          code: 'PERMISSION_DENIED',
          hint: expect.stringContaining('allowLocalArtifacts'),
        })
      }
    },
  )

  test('may do so where the caller allows it, and a server on this machine may always', async () => {
    const http = answering(runArtifacts)
    const elsewhere = { trackingUri: 'http://mlflow.example.com', http, allowLocalArtifacts: true }
    expect(await artifacts.listArtifacts({ runId: RUN }, elsewhere)).toHaveLength(5)
    expect(
      await artifacts.listArtifacts({ runId: RUN }, { trackingUri: 'http://127.0.0.1:5000', http }),
    ).toHaveLength(5)
  })
})

test('an aborted call rejects with the reason of the signal', async () => {
  const reason = new Error('enough')
  const signal = AbortSignal.abort(reason)
  const calls = [
    artifacts.downloadArtifacts({ runId: RUN }, { signal }),
    artifacts.listArtifacts({ runId: RUN }, { signal }),
    artifacts.openArtifact(`runs:/${RUN}/notes.txt`, { signal }),
    artifacts.loadText(`runs:/${RUN}/notes.txt`, { signal }),
    collect(artifacts.walkArtifacts({ runId: RUN }, { signal })),
  ]
  for (const result of await Promise.allSettled(calls)) expect(result).toEqual({ status: 'rejected', reason })
})

test('an id that is no URI gets a proposal', async () => {
  await expect(artifacts.downloadArtifacts('m-123')).rejects.toMatchObject({
    message: "Invalid uri `m-123` is passed. Maybe you meant 'models:/m-123'?",
  })
})

test('a directory that a source names with a slash is laid out without its name', async () => {
  const dstPath = await newFolder()
  expect(await artifacts.downloadArtifacts(`runs:/${RUN}/plots/`, { dstPath })).toBe(dstPath)
  expect(await tree(dstPath)).toEqual(['petals.png'])
  expect((await artifacts.listArtifacts(`runs:/${RUN}/plots/`)).map(({ path }) => path)).toEqual([
    'petals.png',
  ])
})

test('a file with a slash at its end is no directory', async () => {
  const missing = { code: 'RESOURCE_DOES_NOT_EXIST' }
  const file = join(await newFolder(), 'notes.txt')
  await writeFile(file, 'notes')
  for (const source of [`runs:/${RUN}/notes.txt/`, `${file}/`]) {
    const options = { dstPath: await newFolder() }
    await expect(artifacts.downloadArtifacts(source, options), source).rejects.toMatchObject(missing)
    expect(await tree(options.dstPath)).toEqual([])
    await expect(artifacts.loadText(source), source).rejects.toMatchObject(missing)
    await expect(artifacts.loadDict(source), source).rejects.toMatchObject(missing)
  }
})

test('a path with ? and a slash behind a file is not taken for the file', async () => {
  const folder = await newFolder()
  await writeFile(join(folder, 'ends?'), 'text')
  expect(await artifacts.loadText(join(folder, 'ends?'))).toBe('text')
  await expect(artifacts.downloadArtifacts(`${folder}/ends?/`)).rejects.toMatchObject({
    code: 'INVALID_PARAMETER_VALUE',
    message: expect.stringContaining('starts a query'),
  })
})
