import { expect } from 'vitest'
import type { ComparedSource, Difference, Source } from './source.ts'
import { SOURCES } from './sources.ts'

const uri = (artifact_uri: string): Source => ({ artifact_uri })

// Python's own words for it are INTERNAL_ERROR and the text of a 404.
const MISSING: Difference = { row: 'real-cause', code: 'RESOURCE_DOES_NOT_EXIST' }

/** Further sources that every server has. */
const RUN_ROOT: readonly ComparedSource[] = [
  [{ run_id: '{many}' }],
  [uri('runs:/{many}/names')],
  [uri('runs:/{many}/names/100% of it.txt')],
  [uri('runs:/{many}/names/plus+and&equals=.txt')],
  [uri('runs:/{many}/names/中文/日本語.txt')],
  [uri('runs:/{many}/a')],
  [uri('runs:/{many}/large.bin')],
  [uri('{artifacts}')],
  [uri('{artifacts}/')],
  [uri('{artifacts}/notes.txt')],
  [uri('{artifacts}/data')],
  [uri('{artifacts}/data/')],
  [uri('{artifacts}/empty.bin')],
]

/** Those of an object store that clients read themselves. */
const OF_STORE: readonly ComparedSource[] = [
  [uri('{artifacts}/nope'), MISSING],
  [uri('{artifacts}/nope/')],
  [uri('{artifacts}/data/nope/')],
]
const MISSING_OF_MODEL = JSON.stringify(uri('models:/registered/1/nope'))

/** Those of a server that serves the artifacts. */
const PROXIED: readonly ComparedSource[] = [
  [uri('{host}')],
  [uri('{host}/data')],
  [uri('{host}/data/')],
  [uri('{host}/notes.txt')],
  [uri('{proxy}')],
  [uri('{proxy}/')],
  [uri('{proxy}/data')],
  [uri('{proxy}/data/deeper/x.txt')],
  [uri('{artifacts}/nope'), MISSING],
  [uri('{host}/nope'), MISSING],
  [uri('{proxy}/nope'), MISSING],
  [uri('{proxy}/nope/')],
]

// In the words of the backend, which differ.
const OUTSIDE = { code: 'INVALID_PARAMETER_VALUE', message: expect.stringContaining('Invalid path: ') }
const EMPTY_FOLDER = { 'empty folder': 'directory' }

/** Sources that Python's client answers less well where the server serves the artifacts. */
const OTHERWISE_PROXIED: ReadonlyMap<string, Difference> = new Map([
  [MISSING_OF_MODEL, MISSING],
  [
    JSON.stringify(uri('runs:/{run}/../x')),
    {
      row: 'parent-segments',
      answers: { download: OUTSIDE, 'download to a folder': OUTSIDE, list: OUTSIDE },
    },
  ],
  [
    JSON.stringify({ run_id: '{run}', artifact_path: 'empty folder' }),
    {
      row: 'empty-directories',
      answers: {
        download: { returned: '{temporary}/empty folder', tree: EMPTY_FOLDER },
        'download to a folder': { returned: '{destination}/empty folder', tree: EMPTY_FOLDER },
      },
    },
  ],
])

/** One of each form: enough for a server that differs in how it is reached, or in where it keeps the bytes. */
const ONE_OF_EACH: readonly Source[] = [
  { run_id: '{run}' },
  { run_id: '{run}', artifact_path: 'data/' },
  { run_id: '{run}', artifact_path: 'model/MLmodel' },
  { run_id: '{missingId}', artifact_path: 'x' },
  uri('runs:/{run}/notes.txt'),
  uri('runs:/{run}/data'),
  uri('runs:/{run}/model'),
  uri('runs:/{run}/nope'),
  uri('models:/registered/1'),
  uri('models:/registered/1/deeper/x.txt'),
  uri('models:/registered/1/nope'),
  uri('models:/registered/2/MLmodel'),
  uri('models:/registered/latest'),
  uri('models:/registered/Production'),
  uri('models:/registered@champion/deeper'),
  uri('models:/{model}'),
  uri('models:/{model}/MLmodel'),
  uri('models:/registered/9'),
  uri('models:/registered@nope'),
  uri('models:/m-{missingId}'),
]

/** What both sides are asked on a server: each source in the local stores' list, or one of each form. */
export function serverSources(servesArtifacts: boolean, every: boolean): ComparedSource[] {
  const wanted = new Set(ONE_OF_EACH.map((source) => JSON.stringify(source)))
  const sources = SOURCES.filter(([source]) => every || wanted.has(JSON.stringify(source)))
  if (!servesArtifacts) return [...sources, ...RUN_ROOT]
  const proxied = sources.map(([source, difference]): ComparedSource => {
    const otherwise = OTHERWISE_PROXIED.get(JSON.stringify(source)) ?? difference
    return otherwise === undefined ? [source] : [source, otherwise]
  })
  return [...proxied, ...RUN_ROOT, ...PROXIED]
}

/** What both sides are asked where an object store holds the artifacts, and the clients read it themselves. */
export function storeSources(every: boolean): ComparedSource[] {
  const sources = serverSources(false, every).map(
    (compared): ComparedSource =>
      JSON.stringify(compared[0]) === MISSING_OF_MODEL ? [compared[0], MISSING] : compared,
  )
  return [...sources, ...OF_STORE]
}
