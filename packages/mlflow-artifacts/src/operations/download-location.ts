import { join, resolve } from 'node:path'
import {
  type DownloadOptions,
  download,
  makeDestination,
  relativeToBase,
  stat,
} from '@mlflow-artifacts/transfer'
import type { Location, LoggedModelLocation } from '../resolve/location.ts'
import type { CallSession } from '../session/call-session.ts'
import { downloadFailed } from './download-failed.ts'
import { writeRegisteredModelMeta } from './registered-model-meta.ts'

type Options = Omit<DownloadOptions, 'base' | 'signal'>

/** Downloads an artifact, and into a directory of its name the logged model that belongs to it. */
export async function downloadLocation(
  location: Location,
  options: Options,
  session: CallSession,
): Promise<string> {
  if (!location.alwaysCopied) return await downloadPlace(location, options, session)
  try {
    return await downloadOfRun(location, options, session)
  } catch (error) {
    session.signal?.throwIfAborted()
    // Python names what follows the last slash; where nothing does, the path says more.
    throw downloadFailed(relativeToBase(location.path, location.base) || location.path, error)
  }
}

// Python's runs: wrapper (mlflow/store/artifact/runs_artifact_repo.py): the run's files first, then the model's, and
// the path of the run's where it has some.
async function downloadOfRun(location: Location, options: Options, session: CallSession): Promise<string> {
  const model = await location.loggedModel?.()
  if (model === undefined) return await downloadPlace(location, options, session)
  const { repository, path, base } = location
  const isOfRun = (await stat(repository, path, session)) !== undefined
  const ofRun = isOfRun ? await downloadPlace(location, options, session) : undefined
  const ofModel = await downloadModel(model, options, session, ofRun !== undefined)
  return ofRun ?? (path === base ? resolve(options.dstPath) : ofModel)
}

async function downloadModel(
  model: LoggedModelLocation,
  options: Options,
  session: CallSession,
  mayMiss: boolean,
): Promise<string> {
  const dstPath = join(options.dstPath, model.name)
  await makeDestination(dstPath)
  const { location } = model
  // A run may have a directory of the model's name, with files that are not the model's.
  if (mayMiss && (await stat(location.repository, location.path, session)) === undefined) return dstPath
  return await downloadPlace(location, { ...options, dstPath }, session)
}

async function downloadPlace(location: Location, options: Options, session: CallSession): Promise<string> {
  const { repository, path, base, registeredModel } = location
  const downloaded = await download(repository, path, { ...options, base, signal: session.signal })
  if (registeredModel !== undefined)
    await writeRegisteredModelMeta(options.dstPath, relativeToBase(path, base), registeredModel)
  return downloaded
}
