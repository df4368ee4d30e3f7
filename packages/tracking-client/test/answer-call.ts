import { MlflowError } from '@mlflow-artifacts/repository'
import type { ModelRegistry, TrackingStore } from '../src/index.ts'
import type { RecordedCall } from './recorded-store.ts'

/** What the stores answer to a recorded call, in the shape of its recorded answer. */
export async function answerCall(
  call: RecordedCall,
  tracking: TrackingStore,
  registry: ModelRegistry,
): Promise<unknown> {
  const [first, second, third] = call.arguments.map((argument) => argument ?? undefined)
  const lookups: Readonly<Record<string, () => Promise<unknown>>> = {
    getRun: () => tracking.getRun(first ?? ''),
    getLoggedModel: () => tracking.getLoggedModel(first ?? ''),
    findLoggedModel: () =>
      tracking.findLoggedModel({ experimentId: first ?? '', name: second ?? '', sourceRunId: third ?? '' }),
    getLatestVersion: () => registry.getLatestVersion(first ?? '', second),
    getVersionByAlias: () => registry.getVersionByAlias(first ?? '', second ?? ''),
    getDownloadUri: () => registry.getDownloadUri(first ?? '', second ?? ''),
  }
  try {
    const result = await lookups[call.function]?.()
    // The recording has null where a value is absent.
    return { result: JSON.parse(JSON.stringify(result ?? null, (_, value) => value ?? null)) }
  } catch (error) {
    if (!MlflowError.isInstance(error)) throw error
    return { error: { code: error.code, message: error.message } }
  }
}
