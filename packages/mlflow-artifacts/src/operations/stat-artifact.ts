import type { FileInfo } from '@mlflow-artifacts/repository'
import { relativeToBase, stat } from '@mlflow-artifacts/transfer'
import type { CallSettings } from '../session/call-session.ts'
import type { ArtifactSource } from '../source/artifact-source.ts'
import { withLocation } from './with-location.ts'

/** What stands at a source, named as `listArtifacts` names it; `undefined`: nothing. */
export async function statArtifact(
  source: ArtifactSource,
  settings: CallSettings,
): Promise<FileInfo | undefined> {
  return await withLocation(
    source,
    settings,
    async ({ repository, path, listingBase, loggedModel }, session) => {
      const named = ({ isDir, fileSize }: FileInfo): FileInfo => ({
        path: relativeToBase(path, listingBase),
        isDir,
        fileSize,
      })
      const info = await stat(repository, path, session)
      if (info !== undefined) return named(info)
      const model = await loggedModel?.()
      if (model === undefined) return undefined
      const modelInfo = await stat(model.location.repository, model.location.path, session)
      return modelInfo && named(modelInfo)
    },
  )
}
