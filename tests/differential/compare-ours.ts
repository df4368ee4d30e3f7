import { join } from 'node:path'
import { pythonRepr } from '@mlflow-artifacts/repository/python'
import type { Answer } from '../src/answer.ts'
import type { SideBySide } from '../src/side-by-side.ts'
import { isLoad } from '../src/source.ts'
import { writeFiles } from '../src/write-files.ts'
import type { Call } from './call.ts'
import { judge } from './judge.ts'
import { askedOf } from './right-answer.ts'
import type { StartedStore } from './stores/store.ts'
import type { Tally } from './tally.ts'

const SHOWN = 1500

/** What Python answered. */
export interface AskedCall {
  readonly call: Call
  readonly pythons: Answer
}

/** Asks us what Python was asked, and judges the answers. */
export async function compareOurs(
  sides: SideBySide,
  store: StartedStore,
  folder: string,
  asked: readonly AskedCall[],
  seed: string,
  tally: Tally,
): Promise<void> {
  for (const { call, pythons } of asked) {
    tally.calls += 1
    const source = `${call.operation} ${JSON.stringify(call.source)}`
    const fail = (failure: string) => tally.failures.push(`${tally.store} ${seed}${source}\n${failure}`)
    let ours: Answer
    try {
      ours = await sides.ourAnswer(call.operation, call.source)
    } catch (error) {
      fail(`we raise what is no MlflowError: ${error instanceof Error ? error.stack : error}`)
      continue
    }
    const { row, failure } = await judge(call, store, pythons, ours, () => loadPlain(sides, folder, call))
    if (row !== undefined) tally.rows.set(row, (tally.rows.get(row) ?? 0) + 1)
    if (failure !== undefined) {
      const shown = (answer: Answer): string => JSON.stringify(answer).slice(0, SHOWN)
      fail(`  ${failure}\n  Python: ${shown(pythons)}\n  ours:   ${shown(ours)}`)
    }
  }
}

/** What Python loads of the bytes that were logged, told as of the source of the call. */
async function loadPlain(sides: SideBySide, folder: string, call: Call): Promise<Answer | undefined> {
  const bytes = call.place.tree.get(askedOf(call).path)
  if (!isLoad(call.operation) || bytes === undefined) return undefined
  const path = join(folder, 'plain')
  await writeFiles(folder, { plain: bytes })
  const answer = await sides.pythonAnswer(call.operation, { artifact_uri: path })
  if (!('code' in answer)) return answer
  return {
    ...answer,
    message: answer.message.replace(pythonRepr(path), pythonRepr(call.source.artifact_uri ?? '')),
  }
}
