import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { copyStore } from './copy-store.ts'
import {
  type OldStore,
  type OldVersion,
  RECORDED_FOLDER,
  readRecording,
  recordingFolder,
  type StoreKind,
} from './old-version.ts'

/** Copies the store that an old version of MLflow made to a folder, as if it had been made there. */
export async function restoreOldStore(
  version: OldVersion,
  kind: StoreKind,
  folder: string,
): Promise<OldStore & { readonly trackingUri: string }> {
  const store = (await readRecording(version))[kind]
  if (store === undefined) throw new Error(`MLflow ${version} made no store of the kind ${kind}`)
  await copyStore(join(recordingFolder(version), kind), folder, { from: RECORDED_FOLDER })
  for (const empty of store.emptyFolders) await mkdir(join(folder, empty), { recursive: true })
  const restored: OldStore = JSON.parse(JSON.stringify(store).replaceAll(RECORDED_FOLDER, folder))
  const trackingUri = kind === 'sqlite' ? `sqlite:///${folder}/mlflow.db` : `file://${folder}/mlruns`
  return { ...restored, trackingUri }
}
