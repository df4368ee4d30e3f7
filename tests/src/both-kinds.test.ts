import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bytesFile, startFaultServer } from '@mlflow-artifacts/testing/fault-server'
import { createArtifacts } from 'mlflow-artifacts/compose'
import { expect, onTestFinished, test } from 'vitest'
import { storeBackends, storeVariables } from './faults/store-backends.ts'
import { answerAsMlflow, PRETENDED_RUN } from './servers/answer-as-mlflow.ts'
import { startScriptedServer } from './servers/start-scripted-server.ts'

const KEYS = ['d/a', 'd/a/b', 'd/a/c', 'd/a-b', 'e']

/** All that stores can hold under one name, behind a server and not. */
async function start() {
  const store = await startFaultServer({ files: KEYS.map((key) => [`root/${key}`, bytesFile(key)] as const) })
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
  return { artifacts, dstPath }
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
