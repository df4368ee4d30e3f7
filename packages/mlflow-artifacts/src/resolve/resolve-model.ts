import type { MlflowError } from '@mlflow-artifacts/repository'
import { parseModelUri, redactUri } from '@mlflow-artifacts/uri-parsing'
import type { CallSession } from '../session/call-session.ts'
import type { Location } from './location.ts'
import type { Hop } from './resolution.ts'
import { resolveRoot } from './resolve-root.ts'
import { withHint } from './with-hint.ts'

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
      const store = await session.trackingStore()
      const { artifactUri } = await withHint(
        store.getLoggedModel(model.modelId, session),
        loggedModelHint(model.modelId),
      )
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
      const registry = await session.modelRegistry()
      const version = await withHint(
        registry.getVersionByAlias(model.name, model.alias, session),
        versionHint(model.name),
      )
      const hop = { uri: `models:/${model.name}/${version}`, via: 'alias' } as const
      return await resolveVersion(model.name, version, path, [...hops, hop], session)
    }
    case 'stage':
    case 'latest': {
      const stage = model.kind === 'stage' ? model.stage : undefined
      const registry = await session.modelRegistry()
      const version = await withHint(
        registry.getLatestVersion(model.name, stage, session),
        versionHint(model.name),
      )
      const hop = {
        uri: `models:/${model.name}/${version}`,
        via: stage === undefined ? 'latest version' : 'stage',
      } as const
      return await resolveVersion(model.name, version, path, [...hops, hop], session)
    }
  }
}

function loggedModelHint(modelId: string): string {
  if (/^m-[0-9a-f]{32}$/.test(modelId))
    return 'Check the id of the logged model, and that the tracking URI names the store that it was logged to.'
  return (
    `models:/${modelId} is a logged model by its id. For a version of a registered model, write ` +
    `models:/${modelId}/<version>, models:/${modelId}@<alias> or models:/${modelId}/latest.`
  )
}

/** Of a version that is not there, or a model. */
function versionHint(name: string): (error: MlflowError) => string | undefined {
  return ({ message }) =>
    /not found|^No versions|Invalid Model Version stage/.test(message)
      ? `Check the name and what follows it: models:/${name}/latest is the newest version. The registry URI says which ` +
        'registry is asked; without it, the tracking URI.'
      : undefined
}

async function resolveVersion(
  name: string,
  version: string,
  path: string,
  hops: readonly Hop[],
  session: CallSession,
): Promise<Location> {
  const registry = await session.modelRegistry()
  const uri = await withHint(registry.getDownloadUri(name, version, session), versionHint(name))
  const location = await resolveRoot(
    uri,
    path,
    [...hops, { uri: redactUri(uri), via: 'model version' }],
    session,
  )
  return { ...location, registeredModel: { name, version } }
}
