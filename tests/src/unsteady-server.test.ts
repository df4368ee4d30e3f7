import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type CallOptions, downloadArtifacts, listArtifacts } from 'mlflow-artifacts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { attempt } from './answer.ts'
import { pythonExecutable } from './python-executable.ts'
import { PythonWorker } from './python-worker.ts'
import { readTree } from './read-tree.ts'
import { recordMany } from './record-many.ts'
import { cleanEnvironment } from './servers/clean-environment.ts'
import { type MlflowServer, startMlflowServer } from './servers/start-mlflow-server.ts'
import { type ProxiedRequest, startReverseProxy } from './servers/start-reverse-proxy.ts'

const LIMIT_MS = 120_000
const isFile = ({ target }: ProxiedRequest): boolean => target.includes('/mlflow-artifacts/artifacts/')

const python = pythonExecutable()

describe.skipIf(python === undefined)('a server that stops in the middle', () => {
  let folder: string
  let server: MlflowServer
  let run: string
  let whole: Record<string, string>
  let folders = 0

  const optionsFor = (trackingUri: string): CallOptions => ({
    trackingUri,
    environment: cleanEnvironment(folder),
    // As many as by default, but sooner after each other.
    http: { retries: { max: 7, backoffFactor: 0.5, jitter: 0 } },
  })
  const restart = async (): Promise<void> => {
    server = await startMlflowServer({ python: python ?? '', folder, port: server.port })
  }
  const newFolder = async (): Promise<string> => {
    folders += 1
    const path = join(folder, 'destinations', String(folders))
    await mkdir(path, { recursive: true })
    return path
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'unsteady-server-'))
    server = await startMlflowServer({ python: python ?? '', folder })
    const worker = new PythonWorker(
      python ?? '',
      cleanEnvironment(folder, {
        MLFLOW_TRACKING_URI: server.uri,
        MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR: 'false',
      }),
    )
    run = `runs:/${await recordMany(worker, folder)}/`
    await worker.close()
    whole = await readTree(join(folder, 'many-to-log'))
  }, LIMIT_MS)
  afterAll(async () => {
    await server.stop()
    await rm(folder, { recursive: true })
  })

  /** Asserts that every file that stands there is whole, and that nothing else does. */
  async function expectOnlyWholeFiles(dstPath: string): Promise<void> {
    for (const [path, content] of Object.entries(await readTree(dstPath)))
      expect(content, path).toBe(whole[path])
  }

  test(
    'a listing waits until it is back',
    async () => {
      const options = optionsFor(server.uri)
      const before = await listArtifacts(run, options)
      await server.stop()
      const during = listArtifacts(run, options)
      await restart()
      expect(await during).toEqual(before)
    },
    LIMIT_MS,
  )

  test(
    'a download fails or is whole, and what it left behind is right',
    async () => {
      const dstPath = await newFolder()
      let stopping: Promise<void> | undefined
      const proxy = await startReverseProxy({
        target: server.uri,
        cutAfter: (request) => {
          if (proxy.requests.filter(isFile).length > 50) stopping ??= server.stop()
          return stopping !== undefined && isFile(request) ? 0 : undefined
        },
      })
      const options = { ...optionsFor(proxy.uri), http: { retries: { max: 0 } } }
      const outcome = await attempt(() => downloadArtifacts(run, { ...options, dstPath }))
      expect(stopping).toBeDefined()
      await stopping
      await proxy.close()
      expect(outcome).toMatchObject({ code: expect.any(String) })
      await expectOnlyWholeFiles(dstPath)
      expect(Object.keys(await readTree(dstPath)).length).toBeGreaterThan(0)

      await restart()
      await downloadArtifacts(run, { ...optionsFor(server.uri), dstPath })
      expect(await readTree(dstPath)).toEqual(whole)
    },
    LIMIT_MS,
  )

  test.each([0, 1, 1_000_000, 2_999_999])(
    'a body that is cut after %i bytes is no file',
    async (length) => {
      const dstPath = await newFolder()
      const proxy = await startReverseProxy({
        target: server.uri,
        cutAfter: (request) => (request.target.endsWith('/large.bin') ? length : undefined),
      })
      const outcome = await attempt(() =>
        downloadArtifacts(`${run}large.bin`, { ...optionsFor(proxy.uri), dstPath }),
      )
      await proxy.close()
      expect(outcome).toMatchObject({ code: expect.any(String) })
      expect(await readdir(dstPath)).toEqual([])
    },
    30_000,
  )

  test('a body that is cut once, and then is not', async () => {
    const dstPath = await newFolder()
    let cuts = 0
    const proxy = await startReverseProxy({
      target: server.uri,
      cutAfter(request) {
        if (!request.target.endsWith('/large.bin') || cuts > 0) return undefined
        cuts += 1
        return 1_000_000
      },
    })
    const options = { ...optionsFor(proxy.uri), dstPath }
    await attempt(() => downloadArtifacts(`${run}large.bin`, options))
    await expectOnlyWholeFiles(dstPath)
    const path = await downloadArtifacts(`${run}large.bin`, options)
    await proxy.close()
    expect(await readTree(path)).toEqual({ '': whole['large.bin'] })
  })
})
