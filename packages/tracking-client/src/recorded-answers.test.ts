import { afterAll, describe, expect, test } from 'vitest'
import { answerCall } from '../test/answer-call.ts'
import { contextIn, type RecordedCall, recordedAnswers, recordedStores } from '../test/recorded-store.ts'
import { openModelRegistry, openTrackingStore } from './index.ts'

const STORES = { sqlite: 'sqlite:///mlflow.db', file: 'mlruns' } as const

// Where Python stumbles over something that is no fault of the input, and this package does not.
const DIFFERENCES: Readonly<Record<string, (call: RecordedCall) => unknown>> = {
  'max() arg is an empty sequence': ({ arguments: [name] }) => ({
    code: 'RESOURCE_DOES_NOT_EXIST',
    message: `Latest version not found for model ${name}.`,
  }),
  'Python int too large to convert to SQLite INTEGER': ({ arguments: [name, version] }) => ({
    code: 'RESOURCE_DOES_NOT_EXIST',
    message: `Model Version (name=${name}, version=${version}) not found`,
  }),
}

// Shared by all: a lookup changes nothing.
const folder = recordedStores(afterAll)

for (const kind of ['sqlite', 'file'] as const) {
  const { calls, ids } = recordedAnswers()[kind]
  const deletedExperimentsModel = ids['model of deleted experiment']

  describe(`${kind}: as the real MLflow`, () => {
    for (const call of calls) {
      test(`${call.function}(${call.arguments.map((argument) => JSON.stringify(argument)).join(', ')})`, async () => {
        const outcome = await answer(kind, call)
        if (
          kind === 'file' &&
          call.function === 'getLoggedModel' &&
          call.arguments[0] === deletedExperimentsModel
        ) {
          // Python's file store forgets the models of a deleted experiment, unlike its runs and unlike SQL.
          expect(call.error?.code).toBe('RESOURCE_DOES_NOT_EXIST')
          expect(outcome).toMatchObject({ result: { modelId: deletedExperimentsModel } })
          return
        }
        expect(outcome).toEqual(expected(call))
      })
    }
  })
}

function expected(call: RecordedCall): unknown {
  if (call.error === undefined) return { result: call.result }
  const difference = DIFFERENCES[call.error.message]
  return { error: difference === undefined ? call.error : difference(call) }
}

async function answer(kind: keyof typeof STORES, call: RecordedCall): Promise<unknown> {
  const context = contextIn(folder)
  const tracking = openTrackingStore(STORES[kind], context)
  const registry = openModelRegistry(STORES[kind], context)
  try {
    return await answerCall(call, tracking, registry)
  } finally {
    await tracking.close()
    await registry.close()
  }
}
