import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join, relative } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Answer } from '../answer.ts'
import { pythonExecutable } from '../python-executable.ts'
import { PythonWorker } from '../python-worker.ts'
import { cleanEnvironment } from '../servers/clean-environment.ts'
import { OLD_SOURCES } from './old-sources.ts'
import { OLD_VERSIONS, type OldStore, oldPlaces, recordingFolder } from './old-version.ts'
import { restoreOldStore } from './restore-old-store.ts'
import { expectedAnswer, OLD_OPERATIONS, ourAnswer, type Place, pythonAnswer } from './sides.ts'

const STORES = OLD_VERSIONS.flatMap((version) => [
  { version, kind: 'sqlite' as const },
  // The file store of version 1 has no registry, and was not recorded.
  ...(version.startsWith('1.') ? [] : [{ version, kind: 'file' as const }]),
])

const python = pythonExecutable()

describe.each(STORES)('a store that MLflow $version made, $kind', ({ version, kind }) => {
  let folder: string
  let store: OldStore & { readonly trackingUri: string }
  let place: Place
  let options: { trackingUri: string; environment: Record<string, string | undefined> }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'old-stores-'))
    store = await restoreOldStore(version, kind, join(folder, 'store'))
    place = { folder, places: oldPlaces(store) }
    options = { trackingUri: store.trackingUri, environment: cleanEnvironment(folder) }
  })
  afterAll(async () => {
    await rm(folder, { recursive: true })
  })

  test.each(namedSources())('gives what that MLflow found: $name', async ({ compared: [source] }) => {
    const found = store.answers[JSON.stringify(source)]
    const ours = await ourAnswer('download to a folder', source, place, options)
    // It failed where today's MLflow does not, and in other words.
    if (found === undefined || !('tree' in found)) return
    expect(filesOf(ours)).toEqual(filesOf(found))
  })

  describe.skipIf(python === undefined)("as today's Python answers", () => {
    let worker: PythonWorker

    beforeAll(async () => {
      // Python changes an old database to read it, so it gets a copy.
      if (kind === 'sqlite') await cp(join(folder, 'store', 'mlflow.db'), join(folder, 'copy.db'))
      const trackingUri = kind === 'sqlite' ? `sqlite:///${folder}/copy.db` : store.trackingUri
      worker = new PythonWorker(
        python ?? '',
        cleanEnvironment(folder, { MLFLOW_TRACKING_URI: trackingUri, MLFLOW_ALLOW_FILE_STORE: 'true' }),
      )
    })
    afterAll(async () => {
      await worker.close()
    })

    test.each(namedSources())('$name', async ({ compared }) => {
      for (const operation of OLD_OPERATIONS) {
        const expected = await expectedAnswer(operation, compared, (source) =>
          pythonAnswer(operation, source, place, worker),
        )
        const ours = await ourAnswer(operation, compared[0], place, options)
        expect.soft(ours, operation).toMatchObject(expected)
        if ('tree' in expected) expect.soft(ours).toEqual(expected)
      }
    })

    test.runIf(kind === 'sqlite')('but it changes the database to read it (older-schemas)', async () => {
      const recorded = schemaOf(join(folder, 'store', 'mlflow.db'))
      expect(schemaOf(join(recordingFolder(version), 'sqlite', 'mlflow.db'))).toEqual(recorded)
      expect(schemaOf(join(folder, 'copy.db'))).not.toEqual(recorded)
    })
  })
})

/** The files that were asked for. How they are laid out in the destination is the version's own. */
function filesOf(answer: Answer): unknown {
  if (!('tree' in answer)) return answer
  const root = answer.returned.replace(/^\{destination\}\/?|\/$/g, '')
  const name = basename(root)
  return Object.fromEntries(
    Object.entries(answer.tree ?? {})
      .filter(([path]) => path === root || root === '' || path.startsWith(`${root}/`))
      .map(([path, content]) => [relative(root, path) || name, content])
      .filter(([path, content]) => path !== 'registered_model_meta' && content !== 'directory'),
  )
}

function schemaOf(path: string): unknown {
  const database = new DatabaseSync(path, { readOnly: true })
  const schema = database.prepare('SELECT version_num FROM alembic_version').all()
  database.close()
  return schema
}

function namedSources() {
  return OLD_SOURCES.map((compared) => ({ compared, name: JSON.stringify(compared[0]) }))
}
