import { ARTIFACTS } from '../recorded-store.ts'
import { serverSources } from '../server-sources.ts'
import type { ComparedSource } from '../source.ts'
import { SOURCES } from '../sources.ts'

const uri = (artifact_uri: string): ComparedSource => [{ artifact_uri }]

const UNREADABLE = 'data/deeper/é 中 100%.txt'
const READABLE = 'data/deeper/é 100%.txt'

/** What the runs of the old stores hold. Servers of MLflow 2 cannot send a file whose name is not Latin-1. */
export const OLD_ARTIFACTS: Readonly<Record<string, string | Uint8Array>> = Object.fromEntries(
  Object.entries(ARTIFACTS).map(([path, content]) => [path === UNREADABLE ? READABLE : path, content]),
)

const FURTHER: readonly ComparedSource[] = [
  [{ run_id: '{run}', artifact_path: READABLE }],
  uri(`runs:/{run}/${READABLE}`),
  [{ run_id: '{deletedRun}' }],
  uri('runs:/{deletedRun}/kept/notes.txt'),
  uri('models:/registered/4'),
]

/** What every version is asked: there are no logged models, and no run of 200 files. */
export const OLD_SOURCES: readonly ComparedSource[] = without([...SOURCES, ...FURTHER])

/** What the servers are asked: each source, or one of each form. */
export function oldServerSources(every: boolean): ComparedSource[] {
  return without([...serverSources(true, every), ...FURTHER])
}

function without(sources: readonly ComparedSource[]): ComparedSource[] {
  return sources.filter(([source]) => {
    const text = JSON.stringify(source)
    return !/\{(?:model|many)\}/.test(text) && !text.includes(UNREADABLE)
  })
}
