import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Answer } from '../answer.ts'
import { pythonExecutable } from '../python-executable.ts'
import { PythonWorker } from '../python-worker.ts'
import { cleanEnvironment } from '../servers/clean-environment.ts'
import type { Source } from '../source.ts'
import { oldServerSources } from './old-sources.ts'
import { OLD_VERSIONS, type OldVersion, oldPlaces, readRecording } from './old-version.ts'
import { type ReplayServer, replayExchanges } from './replay-exchanges.ts'
import { restoreOldStore } from './restore-old-store.ts'
import {
  expectedAnswer,
  OLD_OPERATIONS,
  type OldOperation,
  ourAnswer,
  type Place,
  pythonAnswer,
} from './sides.ts'

const python = pythonExecutable()
const SEARCH_FAILED = /logged-models\/search failed with error code 404/

describe.each(OLD_VERSIONS)('the server of MLflow %s', (version) => {
  let folder: string
  let server: ReplayServer
  let place: Place
  let environment: Record<string, string | undefined>
  /** The same store, read from its database. */
  let local: { readonly place: Place; readonly trackingUri: string }

  const ask = (operation: OldOperation, source: Source): Promise<Answer> =>
    ourAnswer(operation, source, place, { environment })

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'old-servers-'))
    server = await replayExchanges(version)
    const { sqlite } = await readRecording(version)
    place = { folder, places: oldPlaces(sqlite, server.uri) }
    environment = cleanEnvironment(folder, {
      MLFLOW_TRACKING_URI: server.uri,
      MLFLOW_HTTP_REQUEST_MAX_RETRIES: '1',
      MLFLOW_HTTP_REQUEST_BACKOFF_JITTER: '0',
    })
    const store = await restoreOldStore(version, 'sqlite', join(folder, 'store'))
    local = { place: { folder, places: oldPlaces(store) }, trackingUri: store.trackingUri }
  })
  afterAll(async () => {
    await server.close()
    await rm(folder, { recursive: true })
  })

  test.each(namedSources(version, ({ run_id, artifact_uri }) => run_id ?? artifact_uri?.startsWith('runs:')))(
    'a path of a run is listed as from its database (servers-without-logged-models): $name',
    async ({ compared: [source] }) => {
      const fromDatabase = await ourAnswer('list', source, local.place, { ...local, environment })
      if (!('listed' in fromDatabase)) return
      // MLflow's proxy leaves a size of 0 out.
      const listed = fromDatabase.listed.map(({ fileSize, ...file }) => ({
        ...file,
        fileSize: fileSize === 0 ? undefined : fileSize,
      }))
      expect(await ask('list', source)).toEqual({ listed })
    },
  )

  test('a workspace is refused, as it does not know any', async () => {
    const inTeam = { environment: { ...environment, MLFLOW_WORKSPACE: 'team' } }
    const answer = await ourAnswer('list', { run_id: '{run}' }, place, inTeam)
    expect(answer).toMatchObject({
      code: 'INVALID_PARAMETER_VALUE',
      message: expect.stringContaining("Active workspace 'team' cannot be used."),
    })
  })

  describe.skipIf(python === undefined)("as today's Python answers", () => {
    let worker: PythonWorker

    beforeAll(() => {
      worker = new PythonWorker(python ?? '', environment)
    })
    afterAll(async () => {
      await worker.close()
    })

    test.each(namedSources(version, () => true))('$name', async ({ compared }) => {
      for (const operation of OLD_OPERATIONS) {
        const expected = await expectedAnswer(operation, compared, (source) =>
          pythonAnswer(operation, source, place, worker),
        )
        const ours = await ask(operation, compared[0])
        // Python's listing of a run asks for logged models, and fails where the server has none.
        if (operation === 'list' && 'message' in expected && SEARCH_FAILED.test(String(expected.message))) {
          expect.soft(ours).toHaveProperty('listed')
          continue
        }
        expect.soft(ours, operation).toMatchObject(expected)
        if ('tree' in expected) expect.soft(ours).toEqual(expected)
      }
      expect(server.unknown).toEqual([])
    })
  })
})

function namedSources(version: OldVersion, isAsked: (source: Source) => unknown) {
  // They answer alike: one is asked for everything.
  const sources = oldServerSources(version === '2.9.2').filter(([source]) => isAsked(source))
  return sources.map((compared) => ({ compared, name: JSON.stringify(compared[0]) }))
}
