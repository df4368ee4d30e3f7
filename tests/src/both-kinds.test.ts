import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bytesFile, s3Refusal, startFaultServer } from '@mlflow-artifacts/testing/fault-server'
import { createArtifacts } from 'mlflow-artifacts/compose'
import { describe, expect, onTestFinished, test } from 'vitest'
import { storeBackends, storeVariables } from './faults/store-backends.ts'
import { answerAsMlflow, PRETENDED_RUN } from './servers/answer-as-mlflow.ts'
import { startScriptedServer } from './servers/start-scripted-server.ts'

const KEYS = ['d/a', 'd/a/b', 'd/a/c', 'd/a-b', 'e']

/** All that stores can hold under one name, behind a server and not. */
async function start(more: Readonly<Record<string, string>> = {}) {
  const objects = { ...Object.fromEntries(KEYS.map((key) => [key, key])), ...more }
  const files = Object.entries(objects).map(([key, text]) => [`root/${key}`, bytesFile(text)] as const)
  const store = await startFaultServer({ files })
  const server = await startScriptedServer((request, response) =>
    answerAsMlflow(request, response, {
      content: 'x',
      list(path) {
        const prefix = path === '' ? '' : `${path}/`
        const below = KEYS.filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length))
        const directories = new Set(
          below.filter((name) => name.includes('/')).map((name) => name.split('/')[0] ?? ''),
        )
        return [
          ...[...directories].map((name) => ({ path: name, is_dir: true })),
          ...below.filter((name) => !name.includes('/')).map((name) => ({ path: name, is_dir: false })),
        ]
      },
    }),
  )
  const dstPath = await mkdtemp(join(tmpdir(), 'both-kinds-'))
  onTestFinished(async () => {
    await Promise.all([store.close(), server.close(), rm(dstPath, { recursive: true })])
  })
  const artifacts = createArtifacts({
    trackingUri: server.uri,
    backends: storeBackends(),
    environment: { HOME: '/nonexistent', ...storeVariables(store.origin) },
  })
  return { artifacts, dstPath, store }
}

test.each(['s3://bucket/root', 'gs://bucket/root', `runs:/${PRETENDED_RUN}`])(
  '%s holds a file and a directory of one name: the error says so, and all else is in place',
  async (uri) => {
    const { artifacts, dstPath } = await start()
    const call = artifacts.downloadArtifacts(uri, { dstPath })
    await expect(call).rejects.toMatchObject({
      code: 'INVALID_PARAMETER_VALUE',
      message: expect.stringMatching(/The store holds '(root\/)?d\/a' as a file and as a directory/),
      hint: expect.stringContaining("'**/a/**'"),
    })
    const names = (await readdir(dstPath, { recursive: true })).map((name) => name.replace(/^root\//, ''))
    expect(names).toEqual(expect.arrayContaining(['d/a', 'd/a-b', 'e']))
    expect(names.filter((name) => /part/.test(name))).toEqual([])
    await artifacts.downloadArtifacts(uri, { dstPath: join(dstPath, 'other'), exclude: ['**/a/**'] })
  },
)

describe.each(['s3://bucket/root', 'gs://bucket/root', `runs:/${PRETENDED_RUN}`])('below %s', (uri) => {
  test('a name that is a file and a directory is no success without one of them', async () => {
    const { artifacts, dstPath } = await start()
    await expect(artifacts.downloadArtifacts(`${uri}/d/a`, { dstPath })).rejects.toMatchObject({
      code: 'INVALID_PARAMETER_VALUE',
      message: expect.stringMatching(/The store holds '(d\/)?a' as a file and as a directory/),
      hint: expect.stringContaining('with a slash at the end'),
    })
    const names = (await readdir(dstPath, { recursive: true })).map((name) => name.replace(/^d\//, ''))
    expect(names).toEqual(expect.arrayContaining(['a/b', 'a/c']))
  })

  test('each of the two can be had alone', async () => {
    const { artifacts, dstPath } = await start()
    const path = await artifacts.downloadArtifacts(`${uri}/d/a/`, { dstPath })
    expect((await readdir(path)).sort()).toEqual(expect.arrayContaining(['b', 'c']))
    // The server of this test has the same bytes everywhere.
    const expected = uri.startsWith('runs:') ? 'x' : 'd/a'
    expect(await artifacts.loadText(`${uri}/d/a`)).toBe(expected)
  })

  test('it is listed as the directory, as in Python', async () => {
    const { artifacts } = await start()
    const names = (await artifacts.listArtifacts(`${uri}/d/a`)).map(({ path }) => path.replace(/^.*\//, ''))
    expect(names).toEqual(['b', 'c'])
    expect(await artifacts.statArtifact(`${uri}/d/a`)).toEqual({
      path: expect.stringMatching(/a$/),
      isDir: true,
      fileSize: undefined,
    })
  })
})

test.each(['s3://bucket/root', 'gs://bucket/root'])(
  '%s: a marker makes no directory of a file',
  async (uri) => {
    const { artifacts, dstPath } = await start({ marked: 'marked', 'marked/': '' })
    const path = await artifacts.downloadArtifacts(`${uri}/marked`, { dstPath })
    expect(await readFile(path, 'utf8')).toBe('marked')
  },
)

test('a store of S3 that refuses to list what is below a file lets it be read', async () => {
  const { artifacts, dstPath, store } = await start()
  store.faults = ({ kind }) => (kind === 's3-listing' ? s3Refusal(403, 'AccessDenied') : undefined)
  const path = await artifacts.downloadArtifacts('s3://bucket/root/e', { dstPath })
  expect(await readFile(path, 'utf8')).toBe('e')
  store.faults = ({ kind }) => (kind === 's3-listing' ? s3Refusal(503, 'SlowDown') : undefined)
  await expect(artifacts.downloadArtifacts('s3://bucket/root/e', { dstPath })).rejects.toThrow('SlowDown')
})
