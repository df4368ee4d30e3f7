import type { FileInfo } from '@mlflow-artifacts/repository'
import { compareCodePoints } from '@mlflow-artifacts/repository/python'
import { list, relativeToBase } from '@mlflow-artifacts/transfer'
import type { ListArtifactsOptions } from '../options.ts'
import type { Location } from '../resolve/location.ts'
import { modelBeside } from '../resolve/model-beside.ts'
import type { CallSession, CallSettings } from '../session/call-session.ts'
import type { ArtifactSource } from '../source/artifact-source.ts'
import { assertExists } from './assert-exists.ts'
import { withLocation } from './with-location.ts'

/**
 * The direct children of a directory, and behind them those of the logged model of that name, each sorted by path; nothing for
 * a file or a missing path. Python's `mlflow.artifacts.list_artifacts`.
 */
export async function listArtifacts(
  source: ArtifactSource,
  { mustExist = false }: ListArtifactsOptions,
  settings: CallSettings,
): Promise<FileInfo[]> {
  return await withLocation(source, settings, async (location, session) => {
    const entries = await sortedEntries(location, location.listingBase, '', session)
    const model = await modelBeside(location, session)
    const ofModel =
      model && (await sortedEntries(model.location, model.location.base, `${model.name}/`, session))
    const all = [...entries, ...(ofModel ?? [])]
    if (mustExist && all.length === 0) await assertExists(location, model, session)
    return all
  })
}

/** A store may list in any order. */
async function sortedEntries(
  { repository, path }: Location,
  base: string,
  within: string,
  session: CallSession,
): Promise<FileInfo[]> {
  const entries: FileInfo[] = []
  for await (const entry of list(repository, path, session)) {
    const shown = within + relativeToBase(entry.path, base)
    entries.push(shown === entry.path ? entry : { ...entry, path: shown })
  }
  return entries.sort((one, other) => compareCodePoints(one.path, other.path))
}
