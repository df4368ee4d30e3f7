import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Answer } from '../answer.ts'

/** What the recorded stores call the folder that they were made in. */
export const RECORDED_FOLDER = '/recorded'

/** The versions of MLflow whose stores were recorded. Version 1 has no registered models outside a database. */
export const OLD_VERSIONS = ['1.30.1', '2.9.2', '2.22.4'] as const
export type OldVersion = (typeof OLD_VERSIONS)[number]

/** Which of a version's stores. */
export type StoreKind = 'sqlite' | 'file'

/** What MLflow made in one store. */
export interface OldStore {
  readonly runId: string
  readonly emptyRunId: string
  readonly deletedRunId: string
  /** The URI of the run's artifacts. */
  readonly artifacts: string
  /** Folders that hold nothing, which git does not keep. */
  readonly emptyFolders: readonly string[]
  /** What that version of MLflow answered to a download to a folder, by the source as JSON. */
  readonly answers: Readonly<Record<string, Answer>>
}

/** All that is recorded of a version, but for the files themselves and what its server said. */
export interface OldRecording {
  readonly sqlite: OldStore
  /** `undefined` for version 1, whose file store has no registry. */
  readonly file?: OldStore
}

/** The folder of a version's recording. */
export function recordingFolder(version: OldVersion): string {
  return fileURLToPath(new URL(`../../fixtures/old-stores/${version}`, import.meta.url))
}

export async function readRecording(version: OldVersion): Promise<OldRecording> {
  return JSON.parse(await readFile(join(recordingFolder(version), 'recording.json'), 'utf8'))
}

export async function writeRecording(version: OldVersion, recording: OldRecording): Promise<void> {
  await mkdir(recordingFolder(version), { recursive: true })
  const text = JSON.stringify(recording, undefined, 1)
  await writeFile(join(recordingFolder(version), 'recording.json'), `${text}\n`)
}

/**
 * What `{name}` stands for in the sources that an old store is asked for.
 *
 * @param server - the tracking URI of a server that serves the store's folder. Default: there is none
 */
export function oldPlaces(store: OldStore, server?: string): Record<string, string> {
  const ids = {
    run: store.runId,
    emptyRun: store.emptyRunId,
    deletedRun: store.deletedRunId,
    missingId: 'f'.repeat(32),
  }
  if (server === undefined) return { ...ids, artifacts: store.artifacts }
  const path = store.artifacts.replace(`${RECORDED_FOLDER}/`, '')
  return {
    ...ids,
    artifacts: `mlflow-artifacts:/${path}`,
    host: `mlflow-artifacts://${new URL(server).host}/${path}`,
    proxy: `${server}/api/2.0/mlflow-artifacts/artifacts/${path}`,
  }
}
