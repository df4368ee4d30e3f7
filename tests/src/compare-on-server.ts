import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { expectedAnswer } from './expected-answer.ts'
import { fill } from './fill.ts'
import { pythonExecutable } from './python-executable.ts'
import { PythonWorker } from './python-worker.ts'
import { readTree } from './read-tree.ts'
import { recordMany } from './record-many.ts'
import { type RecordedStore, recordStore } from './recorded-store.ts'
import { runCommand } from './run-command.ts'
import { serverSources, storeSources } from './server-sources.ts'
import { cleanEnvironment } from './servers/clean-environment.ts'
import type { ServerAccess, ServerKind, StartedServer } from './servers/server-kind.ts'
import { SideBySide } from './side-by-side.ts'
import { OPERATIONS, type Operation } from './source.ts'

const STRAIGHT_ON = 'straight on'
// The way there makes no difference to where a download goes on this machine.
const FURTHER_OPERATIONS: readonly Operation[] = ['download to a folder', 'list']
const START_LIMIT_MS = 120_000

const python = pythonExecutable()

/** The server of a comparison, for further tests on it. */
export interface ComparedServer {
  readonly folder: string
  readonly server: StartedServer
  readonly recorded: RecordedStore
  readonly manyRunId: string
  /** All variables of a client, with further ones. */
  environment(variables?: Readonly<Record<string, string>>): Record<string, string | undefined>
}

/**
 * Declares the tests that compare this package with Python's client on a real server: Python logs a run of 200 files
 * and a model, and both sides are asked for them in every form, over every way to reach the server.
 *
 * @param further - declares more tests on the same server, which they get by a call
 */
export function compareOnServer(kind: ServerKind, further?: (compared: () => ComparedServer) => void): void {
  const { servesArtifacts = true, objectStore = false, everySource = false, accesses = {} } = kind

  describe.skipIf(python === undefined)(`${kind.name}, as Python answers`, () => {
    let folder: string
    let server: StartedServer
    let recorded: RecordedStore
    let manyRunId: string

    const environmentOf = (access: ServerAccess): Record<string, string | undefined> =>
      cleanEnvironment(folder, {
        MLFLOW_TRACKING_URI: access.trackingUri,
        MLFLOW_HTTP_REQUEST_MAX_RETRIES: '1',
        MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR: 'false',
        ...access.environment,
      })

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'real-server-'))
      await mkdir(join(folder, 'temporary'))
      vi.stubEnv('TMPDIR', join(folder, 'temporary'))
      server = await kind.start(python ?? '', folder)
      const recorder = new PythonWorker(python ?? '', environmentOf(server))
      recorded = await recordStore(recorder, folder, { name: 'real' })
      manyRunId = await recordMany(recorder, folder)
      await recorder.close()
      if (server.artifactFolder !== undefined) {
        // Python's client sends files only, but the server lists what is there.
        const artifacts = recorded.artifacts.replace(/^mlflow-artifacts:/, '')
        await mkdir(join(server.artifactFolder, artifacts, 'empty folder'), { recursive: true })
      }
    }, START_LIMIT_MS)
    afterAll(async () => {
      vi.unstubAllEnvs()
      await server?.close()
      await rm(folder, { recursive: true })
    })

    further?.(() => ({
      folder,
      server,
      recorded,
      manyRunId,
      environment(variables) {
        return environmentOf({ ...server, environment: { ...server.environment, ...variables } })
      },
    }))

    const ways: NonNullable<ServerKind['accesses']> = { [STRAIGHT_ON]: async () => server, ...accesses }
    describe.each(Object.entries(ways).map(([name, open]) => ({ name, open })))('$name', ({ name, open }) => {
      let access: ServerAccess
      let worker: PythonWorker
      let sides: SideBySide
      let places: Record<string, string>

      beforeAll(async () => {
        const own = join(folder, name)
        await mkdir(own)
        access = await open(server, own)
        const { trackingUri } = access
        const environment = environmentOf(access)
        worker = new PythonWorker(python ?? '', environment)
        const path = recorded.artifacts.replace(/^mlflow-artifacts:\//, '')
        sides = new SideBySide({
          worker,
          folder: own,
          options: { trackingUri, environment },
        })
        places = {
          run: recorded.runId,
          many: manyRunId,
          emptyRun: recorded.emptyRunId,
          model: recorded.modelId,
          artifacts: recorded.artifacts,
          host: `mlflow-artifacts://${new URL(trackingUri).host}/${path}`,
          proxy: `${trackingUri}/api/2.0/mlflow-artifacts/artifacts/${path}`,
          missingId: 'f'.repeat(32),
        }
      }, START_LIMIT_MS)
      afterAll(async () => {
        await worker.close()
        if (access !== server) await access.close?.()
      })

      test('the command prints what Python lists, and downloads what Python downloads', async () => {
        const environment = environmentOf(access)
        const source = ['-r', recorded.runId, '-a', 'data']
        const list = await runCommand(['list', ...source, '--json'], environment)
        expect(list).toMatchObject({ code: 0, stderr: '' })
        const dst_path = join(folder, name, 'by the command')
        const download = await runCommand(['download', ...source, '-d', dst_path], environment)
        expect(download).toMatchObject({ code: 0, stderr: '' })

        const parameters = { run_id: recorded.runId, artifact_path: 'data' }
        const files = await worker.call('mlflow.artifacts.list_artifacts', parameters)
        expect(JSON.parse(list.stdout)).toEqual(
          files.map(({ file_size, ...file }) => (file_size === null ? file : { ...file, file_size })),
        )
        const pythons = await worker.call('mlflow.artifacts.download_artifacts', parameters)
        expect(download.stdout).toBe(`\n${join(dst_path, 'data')}\n`)
        expect(await readTree(join(dst_path, 'data'))).toEqual(await readTree(pythons))
      })

      const every = everySource && name === STRAIGHT_ON
      const sources = objectStore ? storeSources(every) : serverSources(servesArtifacts, every)
      const operations = name === STRAIGHT_ON ? OPERATIONS : FURTHER_OPERATIONS
      test.each(sources.map((compared) => ({ compared, name: JSON.stringify(compared[0]) })))(
        '$name',
        async ({ compared }) => {
          for (const operation of operations) {
            const ours = await sides.ourAnswer(operation, fill(compared[0], places))
            expect.soft(ours, operation).toEqual(await expectedAnswer(sides, operation, compared, places))
          }
        },
      )
    })
  })
}
