import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { MlflowError } from '@mlflow-artifacts/repository'
import { afterAll, expect, test } from 'vitest'
import { contextIn, recordedAnswers, recordedId, recordedStores } from '../../test/recorded-store.ts'
import { openTrackingStore } from '../open-tracking-store.ts'

const runId = recordedId('file', 'run of experiment')
const recordings = recordedAnswers().broken
const folder = recordedStores(afterAll)
const meta = join(folder, 'mlruns', recordedId('file', 'experiment'), runId, 'meta.yaml')

for (const recorded of recordings) {
  test(`a run's meta.yaml with ${recorded.name}`, async () => {
    if (recorded.meta === null) rmSync(meta)
    else writeFileSync(meta, recorded.meta)
    expect(await outcome()).toEqual(expected(recorded))
  })
}

test('a meta.yaml of more than 1 MiB, or with many aliases, is refused', async () => {
  writeFileSync(meta, `a: ${'x'.repeat(1024 * 1024)}`)
  expect(await outcome()).toEqual(INVALID)
  const doubled = Array.from({ length: 30 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}]\n`)
  writeFileSync(meta, `a0: &a0 [x]\n${doubled.join('')}`)
  expect(await outcome()).toEqual(INVALID)
})

test('bytes that are not UTF-8 are refused, with the place and the reason as a hint', async () => {
  writeFileSync(meta, Uint8Array.from([0x61, 0x3a, 0xff]))
  const error = await openTrackingStore('mlruns', contextIn(folder))
    .getRun(runId)
    .catch((caught) => caught)
  expect(error).toMatchObject({
    code: 'INVALID_STATE',
    uri: meta,
    hint: expect.stringContaining('is not UTF-8'),
  })
})

const INVALID = { error: { code: 'INVALID_STATE', message: `Run '${runId}' metadata is in invalid state.` } }

// Where Python fails with an exception of its own, or returns no artifact URI, the record is called invalid.
function expected({ result, error }: (typeof recordings)[number]): unknown {
  if (error?.code !== undefined) {
    return { error: { ...error, message: error.message.replace('{folder}', folder) } }
  }
  const hasArtifactUri =
    typeof result === 'object' && result !== null && 'artifactUri' in result && result.artifactUri
  return hasArtifactUri ? { result } : INVALID
}

async function outcome(): Promise<unknown> {
  try {
    return { result: await openTrackingStore('mlruns', contextIn(folder)).getRun(runId) }
  } catch (error) {
    if (!MlflowError.isInstance(error)) throw error
    return { error: { code: error.code, message: error.message } }
  }
}
