import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Readable } from 'node:stream'
import { gcs } from '@mlflow-artifacts/repo-gcs'
import { s3 } from '@mlflow-artifacts/repo-s3'
import type { ArtifactBackend, HttpClient } from '@mlflow-artifacts/repository'
import { bytesFile, startFaultServer } from '@mlflow-artifacts/testing/fault-server'
import { type CreateArtifactsOptions, createArtifacts } from 'mlflow-artifacts/compose'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { copyStore } from '../../../demo/copy-store.ts'
import { runCommand } from '../run-command.ts'
import { answerAsMlflow, PRETENDED_RUN } from '../servers/answer-as-mlflow.ts'
import { type ScriptedServer, startScriptedServer } from '../servers/start-scripted-server.ts'

const METADATA = 'http://169.254.169.254/latest/meta-data/iam/security-credentials/role'
const REFUSED = { code: 'PERMISSION_DENIED', retryable: false }
const STORED_RUN = '393fa378af354d8b91a3b7ffd43986ee'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'destinations-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function start(...answer: Parameters<typeof startScriptedServer>): Promise<ScriptedServer> {
  const server = await startScriptedServer(...answer)
  onTestFinished(() => server.close())
  return server
}

/** A server of this machine with artifacts of its own, which a server elsewhere has no business with. */
function startPrivate(): Promise<ScriptedServer> {
  return start((request, response) =>
    answerAsMlflow(request, response, {
      list: () => [{ path: 'secret.json', is_dir: false, file_size: 7 }],
      content: '"token"',
    }),
  )
}

/**
 * A tracking server whose run is at this URI. By the name 0.0.0.0 it is none of this machine, as far as its URI tells; a
 * connection finds it all the same.
 */
async function startTracking(
  artifactUri: string,
  name: 'localhost' | '0.0.0.0' = '0.0.0.0',
): Promise<{ trackingUri: string; server: ScriptedServer }> {
  const server = await start((request, response) => {
    if (request.target.startsWith('/api/2.0/mlflow/model-versions/get-download-uri')) {
      response.end(JSON.stringify({ artifact_uri: artifactUri }))
    } else if (request.target.startsWith('/api/2.0/mlflow/registered-models/get')) {
      response.end(JSON.stringify({ registered_model: { name: 'churn' } }))
    } else answerAsMlflow(request, response, { list: () => [], artifactUri })
  })
  return { trackingUri: server.uri.replace('127.0.0.1', name), server }
}

/** Every function of the library, on one file of a run. */
async function outcomes(options: CreateArtifactsOptions): Promise<unknown[]> {
  const artifacts = createArtifacts({ environment: {}, ...options })
  const source = { runId: PRETENDED_RUN, artifactPath: 'secret.json' }
  const whole = { runId: PRETENDED_RUN }
  const calls = [
    () => artifacts.loadText(source),
    () => artifacts.loadDict(source),
    () => artifacts.statArtifact(source),
    async () => {
      const content = await artifacts.openArtifact(source)
      for await (const _chunk of content.body) break
      return content
    },
    () => artifacts.downloadArtifacts(source, { dstPath: folder }),
    () => artifacts.downloadArtifacts(whole, { dstPath: folder }),
    () => artifacts.listArtifacts(whole),
    () => artifacts.walkArtifacts(whole)[Symbol.asyncIterator]().next(),
    () => artifacts.loadText('models:/churn/1/secret.json'),
  ]
  const settled: unknown[] = []
  for (const call of calls) settled.push(await call().catch((error: unknown) => error))
  return settled
}

describe('a tracking server elsewhere', () => {
  test.each([
    'http://127.0.0.1:PORT/api/2.0/mlflow-artifacts/artifacts/1/private',
    'http://localhost:PORT/api/2.0/mlflow-artifacts/artifacts/1/private',
    'http://0x7f.1:PORT/api/2.0/mlflow-artifacts/artifacts/1/private',
    'http://[::ffff:127.0.0.1]:PORT/api/2.0/mlflow-artifacts/artifacts/1/private',
    'mlflow-artifacts://127.0.0.1:PORT/1/private',
    'mlflow-artifacts://LOCALHOST:PORT/1/private',
    'http://169.254.169.254/api/2.0/mlflow-artifacts/artifacts/latest',
    'http://2852039166/mlflow-artifacts/artifacts',
    'mlflow-artifacts://metadata.google.internal/computeMetadata',
  ])('leads no function to %s', async (artifactUri) => {
    const here = await startPrivate()
    const { trackingUri } = await startTracking(artifactUri.replace('PORT', `${here.port}`))
    const settled = await outcomes({ trackingUri })
    expect(settled).toEqual(settled.map(() => expect.objectContaining(REFUSED)))
    expect(here.requests).toEqual([])
  })

  test('nor to a single file there, and says who led there', async () => {
    const here = await startPrivate()
    for (const uri of [here.uri, METADATA]) {
      const { trackingUri } = await startTracking(uri)
      const artifacts = createArtifacts({ trackingUri, environment: {} })
      const failure: unknown = await artifacts
        .downloadArtifacts({ runId: PRETENDED_RUN, artifactPath: 'secret.json' }, { dstPath: folder })
        .catch((error: unknown) => error)
      expect(failure).toMatchObject(REFUSED)
      expect(String(failure instanceof Error ? failure.cause : failure)).toContain(
        `to which ${trackingUri} led`,
      )
    }
    expect(here.requests).toEqual([])
  })

  test('leads to its own artifacts, and to a store that is configured here', async () => {
    const own = await startTracking(`mlflow-artifacts:/1/${PRETENDED_RUN}/artifacts`)
    const call = { trackingUri: own.trackingUri, environment: {} }
    const source = { runId: PRETENDED_RUN, artifactPath: 'a' }
    expect(await createArtifacts(call).loadText(source)).toContain('/artifacts/a')

    const store = await startFaultServer({ files: [['run/a', bytesFile('stored')]] })
    onTestFinished(() => store.close())
    const environment = {
      MLFLOW_S3_ENDPOINT_URL: `${store.origin}/s3`,
      AWS_ACCESS_KEY_ID: 'key',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_DEFAULT_REGION: 'us-east-1',
      STORAGE_EMULATOR_HOST: store.origin,
    }
    for (const uri of ['s3://bucket/run', 'gs://bucket/run']) {
      const { trackingUri } = await startTracking(uri)
      const artifacts = createArtifacts({
        trackingUri,
        environment,
        backends: [s3(), gcs()],
        allowedHosts: [],
      })
      expect(await artifacts.loadText(source)).toBe('stored')
    }
  })

  test('may lead here where the options, the variable or the command say so', async () => {
    const here = await startPrivate()
    const uri = `http://127.0.0.1:${here.port}/api/2.0/mlflow-artifacts/artifacts/1/a`
    const { trackingUri } = await startTracking(uri)
    const source = { runId: PRETENDED_RUN, artifactPath: 'secret.json' }
    const MLFLOW_ARTIFACTS_ALLOWED_HOSTS = `*,127.0.0.1:${here.port}`
    const allowing = [
      { allowedHosts: ['127.0.0.1'] },
      { environment: { MLFLOW_ARTIFACTS_ALLOWED_HOSTS } },
      { allowedHosts: ['*', '127.0.0.0/8'], environment: { MLFLOW_ARTIFACTS_ALLOWED_HOSTS: 'a.test' } },
    ]
    for (const options of allowing) {
      expect(await createArtifacts({ trackingUri, environment: {}, ...options }).loadText(source)).toBe(
        '"token"',
      )
    }
    const read = ['cat', '-r', PRETENDED_RUN, '-a', 'secret.json', '--tracking-uri', trackingUri]
    expect(await runCommand(read, {})).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('No request is sent'),
    })
    expect(await runCommand(read, { MLFLOW_ARTIFACTS_ALLOWED_HOSTS })).toMatchObject({
      code: 0,
      stdout: '"token"',
    })
    const hosts = ['--allowed-hosts', '*, localhost, 127.0.0.1']
    expect(await runCommand([...read, ...hosts], {})).toMatchObject({ code: 0, stdout: '"token"' })
    expect(await runCommand([...read, ...hosts, '--allowed-schemes', 'https,s3'], {})).toMatchObject({
      code: 3,
    })
  })
})

describe('from this machine', () => {
  async function localStore(artifactUri: string): Promise<string> {
    const store = await mkdtemp(join(folder, 'store-'))
    await copyStore(store)
    const database = new DatabaseSync(join(store, 'mlflow.db'))
    database.prepare('UPDATE runs SET artifact_uri = ? WHERE run_uuid = ?').run(artifactUri, STORED_RUN)
    database.close()
    return `sqlite:///${join(store, 'mlflow.db')}`
  }

  test('a server and a store lead to this machine, but to no metadata service', async () => {
    const here = await startPrivate()
    const uri = `http://127.0.0.1:${here.port}/api/2.0/mlflow-artifacts/artifacts/1/a`
    const [, , stat] = await outcomes({ trackingUri: (await startTracking(uri, 'localhost')).trackingUri })
    expect(stat).toMatchObject({ path: 'secret.json', fileSize: 7 })
    const source = { runId: STORED_RUN, artifactPath: 'secret.json' }
    const read = async (trackingUri: string) =>
      await createArtifacts({ trackingUri, environment: {} }).loadText(source)
    expect(await read(await localStore(uri))).toBe('"token"')
    await expect(read(await localStore(METADATA))).rejects.toMatchObject(REFUSED)
    const { trackingUri } = await startTracking(METADATA, 'localhost')
    const settled = await outcomes({ trackingUri })
    expect(settled[0]).toMatchObject(REFUSED)
  })

  test('a URI of the caller does so, too', async () => {
    const here = await start((_request, response) => response.end('here'))
    const artifacts = createArtifacts({ trackingUri: folder, environment: {} })
    expect(await artifacts.loadText(`${here.uri}/file`)).toBe('here')
    await expect(artifacts.loadText(METADATA)).rejects.toMatchObject(REFUSED)
  })
})

describe('allowed schemes', () => {
  test('are those of stores, whoever named them', async () => {
    const here = await start((_request, response) => response.end('here'))
    const file = join(folder, 'file.txt')
    await writeFile(file, 'on the disk')
    const read = (uri: string, allowedSchemes: string[]) =>
      createArtifacts({ trackingUri: folder, environment: {}, allowedSchemes }).loadText(uri)
    expect(await read(file, ['file'])).toBe('on the disk')
    expect(await read(`file://${file}`, ['file', 's3'])).toBe('on the disk')
    expect(await read(`${here.uri}/a`, ['http'])).toBe('here')
    const refused = [
      [file, ['s3']],
      [`file://${file}`, ['https']],
      [`${here.uri}/a`, ['https', 'file']],
      [file, []],
    ] as const
    for (const [uri, allowed] of refused) {
      await expect(read(uri, [...allowed])).rejects.toMatchObject({
        ...REFUSED,
        hint: expect.stringContaining('MLFLOW_ARTIFACTS_ALLOWED_SCHEMES'),
      })
    }
    const { trackingUri } = await startTracking(`${here.uri}/`, 'localhost')
    const [led] = await outcomes({ trackingUri, allowedSchemes: ['s3'] })
    expect(led).toMatchObject(REFUSED)
  })

  test('a server on this machine leads to local files only where they are among them', async () => {
    await writeFile(join(folder, 'secret.json'), '"file"')
    const { trackingUri } = await startTracking(folder, 'localhost')
    const environment = { MLFLOW_ARTIFACTS_ALLOWED_SCHEMES: 'file' }
    expect((await outcomes({ trackingUri, environment }))[0]).toBe('"file"')
    expect((await outcomes({ trackingUri, allowedSchemes: ['https'] }))[0]).toMatchObject(REFUSED)
  })
})

test("a client of the caller's own is told who chose a URL, and asked for none that is refused by itself", async () => {
  const asked: (readonly [host: string, chosenBy: string | undefined])[] = []
  let artifactUri = 'https://store.example.com/run'
  const own: HttpClient = {
    async request({ url, chosenBy }) {
      asked.push([new URL(url).host, chosenBy])
      const info = {
        run_id: PRETENDED_RUN,
        experiment_id: '1',
        lifecycle_stage: 'active',
        artifact_uri: artifactUri,
      }
      const body = url.includes('/mlflow/') ? JSON.stringify({ run: { info, data: {} } }) : 'content'
      return { status: 200, headers: {}, url, body: Readable.from([Buffer.from(body)]) }
    },
  }
  const trackingUri = 'http://mlflow.example.com'
  const artifacts = createArtifacts({ trackingUri, environment: {}, http: own })
  const source = { runId: PRETENDED_RUN, artifactPath: 'a' }
  expect(await artifacts.loadText(source)).toBe('content')
  for (artifactUri of ['http://localhost:9000/run', METADATA]) {
    await expect(artifacts.loadText(source)).rejects.toMatchObject(REFUSED)
  }
  const narrow = createArtifacts({ trackingUri, environment: {}, http: own, allowedHosts: ['a.test'] })
  await expect(narrow.loadText('https://b.test/x')).rejects.toMatchObject(REFUSED)
  expect(new Set(asked.map((entry) => entry.join(' by ')))).toEqual(
    new Set(['mlflow.example.com by ', `store.example.com by ${trackingUri}`]),
  )
})

test("a backend of the caller's own, which knows nothing of it, is led as far and no further", async () => {
  const here = await start((_request, response) => response.end('here'))
  const shelf: ArtifactBackend = {
    specificationVersion: 'v1',
    name: 'shelf',
    schemes: ['shelf'],
    repository: (uri, { http }) => ({
      specificationVersion: 'v1',
      uri,
      async *list() {},
      async open() {
        const { body } = await http.request({ url: uri.replace('shelf:', 'http:'), kind: 'data' })
        return {
          body,
          size: 4,
          range: undefined,
          validator: undefined,
          checksums: [],
          contentType: undefined,
        }
      },
    }),
  }
  const uri = here.uri.replace('http:', 'shelf:')
  const call = { environment: {}, backends: [shelf] }
  const source = { runId: PRETENDED_RUN, artifactPath: 'a' }
  const elsewhere = createArtifacts({ ...call, trackingUri: (await startTracking(uri)).trackingUri })
  await expect(elsewhere.loadText(source)).rejects.toMatchObject(REFUSED)
  expect(here.requests).toEqual([])
  const local = createArtifacts({ ...call, trackingUri: (await startTracking(uri, 'localhost')).trackingUri })
  expect(await local.loadText(source)).toBe('here')
})
