import type { FileInfo } from '@mlflow-artifacts/repository'
import { relativeToBase, walk } from '@mlflow-artifacts/transfer'
import type { ListArtifactsOptions } from '../options.ts'
import { modelBeside } from '../resolve/model-beside.ts'
import { resolveSource } from '../resolve/resolve-source.ts'
import { CallSession, type CallSettings } from '../session/call-session.ts'
import type { ArtifactSource } from '../source/artifact-source.ts'
import { checkedSource } from '../source/checked-source.ts'
import { assertExists } from './assert-exists.ts'
import { explainMissing } from './explain-missing.ts'

/** Every file below a directory, and each empty directory, named as `listArtifacts` names them. */
export async function* walkArtifacts(
  source: ArtifactSource,
  { mustExist = false }: ListArtifactsOptions,
  settings: CallSettings,
): AsyncGenerator<FileInfo> {
  const checked = checkedSource(source)
  settings.signal?.throwIfAborted()
  const session = new CallSession(settings)
  try {
    const location = await resolveSource(checked, session)
    const { repository, path, listingBase } = location
    let isEmpty = true
    for await (const entry of walk(repository, path, session)) {
      settings.signal?.throwIfAborted()
      isEmpty = false
      yield { ...entry, path: relativeToBase(entry.path, listingBase) }
    }
    const model = await modelBeside(location, session)
    if (model !== undefined) {
      for await (const entry of walk(model.location.repository, model.location.path, session)) {
        settings.signal?.throwIfAborted()
        isEmpty = false
        yield { ...entry, path: `${model.name}/${relativeToBase(entry.path, model.location.base)}` }
      }
    }
    if (!mustExist || !isEmpty) return
    await assertExists(location, model, session).catch((error: unknown) => {
      explainMissing(error, checked.kind === 'uri' ? checked.uri : undefined, location, settings.cwd)
      throw error
    })
  } finally {
    await session.close()
  }
}
