import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import type { StoreContext } from '../src/index.ts'

const FIXTURES = fileURLToPath(new URL('../fixtures/', import.meta.url))

/** What the real MLflow answered to one call: a result, its own error, or another exception of Python. */
export interface RecordedCall {
  readonly function: string
  readonly arguments: readonly (string | null)[]
  readonly result?: unknown
  readonly error?: { readonly code?: string; readonly type?: string; readonly message: string }
}

/** The calls on one kind of store, and the ids that it gave, by what they belong to. */
interface RecordedCalls {
  readonly ids: Readonly<Record<string, string>>
  readonly calls: readonly RecordedCall[]
}

/** Everything in `fixtures/answers.json`. */
export interface RecordedAnswers {
  readonly sqlite: RecordedCalls
  readonly file: RecordedCalls
  /** `getRun` after a run's `meta.yaml` was replaced by a text; `null`: removed. */
  readonly broken: readonly (RecordedCall & { readonly name: string; readonly meta: string | null })[]
}

export function recordedAnswers(): RecordedAnswers {
  return JSON.parse(fixture('answers.json'))
}

export function fixture(name: string): string {
  return readFileSync(join(FIXTURES, name), 'utf8')
}

/** An id that the recorded stores gave. */
export function recordedId(kind: 'sqlite' | 'file', key: string): string {
  const id = recordedAnswers()[kind].ids[key]
  if (id === undefined) throw new Error(`nothing was recorded as '${key}'`)
  return id
}

/** When a folder is removed: vitest's `onTestFinished`, or its `afterAll` where the tests of a file share it. */
type Cleanup = (remove: () => void) => void

/** A new folder, for a while. */
export function temporaryFolder(cleanup: Cleanup = onTestFinished): string {
  const folder = mkdtempSync(join(tmpdir(), 'tracking-client-'))
  cleanup(() => rmSync(folder, { recursive: true }))
  return folder
}

/** A folder with a copy of both recorded stores, `mlflow.db` and `mlruns`, for a while. */
export function recordedStores(cleanup: Cleanup = onTestFinished): string {
  const folder = temporaryFolder(cleanup)
  cpSync(join(FIXTURES, 'mlflow.db'), join(folder, 'mlflow.db'))
  cpSync(join(FIXTURES, 'mlruns'), join(folder, 'mlruns'), { recursive: true })
  return folder
}

/** The context of a store on this machine, for which no HTTP is spoken. */
export function contextIn(cwd: string, environment: StoreContext['environment'] = {}): StoreContext {
  const http = { request: () => Promise.reject(new Error('HTTP was spoken')) }
  return { platform: 'posix', cwd, environment, http }
}
