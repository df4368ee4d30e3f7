import type { FileInfo } from '@mlflow-artifacts/repository'
import { list, relativeToBase } from '@mlflow-artifacts/transfer'
import type { ListArtifactsOptions } from '../options.ts'
import { modelBeside } from '../resolve/model-beside.ts'
import type { CallSettings } from '../session/call-session.ts'
import type { ArtifactSource } from '../source/artifact-source.ts'
import { assertExists } from './assert-exists.ts'
import { withLocation } from './with-location.ts'

/**
 * The direct children of a directory, with those of the logged model of that name behind them; nothing for a file or
 * a missing path. Python's `mlflow.artifacts.list_artifacts`.
 */
export async function listArtifacts(
  source: ArtifactSource,
  { mustExist = false }: ListArtifactsOptions,
  settings: CallSettings,
): Promise<FileInfo[]> {
  return await withLocation(source, settings, async (location, session) => {
    const { repository, path, listingBase } = location
    const entries: FileInfo[] = []
    for await (const entry of list(repository, path, session)) {
      const relative = relativeToBase(entry.path, listingBase)
      entries.push(relative === entry.path ? entry : { ...entry, path: relative })
    }
    const model = await modelBeside(location, session)
    if (model !== undefined) {
      for await (const entry of list(model.location.repository, model.location.path, session)) {
        entries.push({ ...entry, path: `${model.name}/${relativeToBase(entry.path, model.location.base)}` })
      }
    }
    if (mustExist && entries.length === 0) await assertExists(location, model, session)
    return entries
  })
}
