import { parseModelUri, redactUri } from '@mlflow-artifacts/uri-parsing'
import type { CallSession } from '../session/call-session.ts'
import type { Location } from './location.ts'
import type { Hop } from './resolution.ts'
import { resolveRoot } from './resolve-root.ts'

/** The location of a path below a logged model, or below a version of a registered model. */
export async function resolveModel(
  modelUri: string,
  path: string,
  hops: readonly Hop[],
  session: CallSession,
): Promise<Location> {
  const model = parseModelUri(modelUri)
  switch (model.kind) {
    case 'modelId': {
      const { artifactUri } = await (await session.trackingStore()).getLoggedModel(model.modelId, session)
      const location = await resolveRoot(
        artifactUri,
        path,
        [...hops, { uri: redactUri(artifactUri), via: 'logged model' }],
        session,
      )
      return { ...location, registeredModel: { name: null, version: null } }
    }
    case 'version':
      return await resolveVersion(model.name, model.version, path, hops, session)
    case 'alias': {
      const version = await (await session.modelRegistry()).getVersionByAlias(
        model.name,
        model.alias,
        session,
      )
      const hop = { uri: `models:/${model.name}/${version}`, via: 'alias' } as const
      return await resolveVersion(model.name, version, path, [...hops, hop], session)
    }
    case 'stage':
    case 'latest': {
      const stage = model.kind === 'stage' ? model.stage : undefined
      const version = await (await session.modelRegistry()).getLatestVersion(model.name, stage, session)
      const hop = {
        uri: `models:/${model.name}/${version}`,
        via: stage === undefined ? 'latest version' : 'stage',
      } as const
      return await resolveVersion(model.name, version, path, [...hops, hop], session)
    }
  }
}

async function resolveVersion(
  name: string,
  version: string,
  path: string,
  hops: readonly Hop[],
  session: CallSession,
): Promise<Location> {
  const uri = await (await session.modelRegistry()).getDownloadUri(name, version, session)
  const location = await resolveRoot(
    uri,
    path,
    [...hops, { uri: redactUri(uri), via: 'model version' }],
    session,
  )
  return { ...location, registeredModel: { name, version } }
}
